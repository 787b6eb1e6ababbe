import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { newId } from '../server/database/uuid.ts';
import { uuidOf, wireIdOf } from '../shared/id.ts';

// How most services write: the rows of one ticket in one transaction of separate, prepared statements, behind a bare HTTP server.
const [, , connectionString, poolSize, tenantId, numbers] = process.argv;
const pool = new pg.Pool({ connectionString, max: Number(poolSize), idleTimeoutMillis: 1000 });

interface Asked {
  readonly subject: string;
  readonly msg: string;
  readonly status: string;
  readonly phone: string;
}

const statements = {
  // Whose inquiry it is, as Pniya finds it too.
  account: `select account_id from account_contacts where tenant_id = $1 and kind = 'phone' and value = $2 limit 1`,
  // The counter's row is locked until the commit: numbers without gaps, one transaction after the other.
  counter: `update tenant_counters set value = value + 1 where tenant_id = $1 and name = 'ticket' returning value`,
  // Numbers with gaps, which let transactions run side by side.
  sequence: `select nextval('bench_numbers') as value where $1::uuid is not null`,
  ticket: `insert into tickets (tenant_id, id, number, subject, channel, account_id, status_id, phone, waiting_since, created_at, updated_at)
    values ($1, $2, $3, $4, 'api', $5, $6, $7, $8, $8, $8)`,
  message: `insert into messages (tenant_id, id, ticket_id, channel, direction, author, text, intake_id, created_at)
    values ($1, $2, $3, 'api', 'inbound', 'sender', $4, $5, $6)`,
  event: `insert into events (tenant_id, ticket_id, id, kind, actor, at) values ($1, $2, $3, 'opened', 'system', $4)`,
  intake: `insert into intake (tenant_id, id, channel, source, external_key, state, received_at, settled_at, raw, raw_sha256,
      raw_bytes, media_type, title, sender, ticket_id, message_id)
    values ($1, $2, 'api', 'bench', $3, 'ticket', $4, $4, $5, $6, $7, 'application/json', $8, $9, $10, $11)`,
};
const numberFrom = numbers === 'sequence' ? 'sequence' : 'counter';

async function createTicket(raw: Buffer): Promise<string> {
  const asked = JSON.parse(raw.toString()) as Asked;
  const [ticketId, messageId, intakeId, now] = [newId(), newId(), newId(), new Date()];
  const sha256 = createHash('sha256').update(raw).digest();
  const client = await pool.connect();
  const run = (name: keyof typeof statements, values: unknown[]) =>
    client.query({ name, text: statements[name], values: [tenantId, ...values] });
  try {
    const known = await run('account', [`+972${asked.phone.slice(1)}`]);
    await client.query('begin');
    const { rows } = await run(numberFrom, []);
    const [account, status] = [known.rows[0]?.account_id, uuidOf(asked.status)];
    await run('ticket', [ticketId, rows[0].value, asked.subject, account, status, asked.phone, now]);
    await run('message', [messageId, ticketId, asked.msg, intakeId, now]);
    await run('event', [ticketId, newId(), now]);
    const kept = [raw, sha256, raw.length, asked.subject, asked.phone, ticketId, messageId];
    await run('intake', [intakeId, intakeId, now, ...kept]);
    await client.query('commit');
  } finally {
    client.release();
  }
  const id = wireIdOf(ticketId);
  return JSON.stringify({ id, message: 'טיקט נוצר בהצלחה', ticket_status: asked.status });
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    createTicket(Buffer.concat(parts)).then(
      (answer) => {
        const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };
        response.writeHead(201, headers).end(answer);
      },
      (error: unknown) => {
        // A comparison with a server that fails is none.
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));

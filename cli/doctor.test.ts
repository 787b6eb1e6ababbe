import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { type CliAnswer, pniyaWith } from '../server/testing/cli-process.ts';
import { type FreshDatabase, freshDatabase } from '../server/testing/test-postgres.ts';

let database: FreshDatabase;
let dataDir: string;

before(async () => {
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'pniya-doctor-'));
});
after(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const doctor = (settings: Record<string, string>) =>
  pniyaWith({ PNIYA_DATA: dataDir, DATABASE_URL: database.url, ...settings })('doctor', '--json');
const linesOf = (answer: CliAnswer, state: string): string[] =>
  answer
    .json()
    .checks.flatMap((one: { check: string; state: string; words: string }) =>
      one.state === state ? [`${one.check}: ${one.words}`] : [],
    );

async function sql(statement: string): Promise<void> {
  const client = new pg.Client(database.connection);
  await client.connect();
  await client.query(statement);
  await client.end();
}

test('all mistakes in the settings at once', async () => {
  const answer = await doctor({ PNIYA_PORT: 'x', PNIYA_PUBLIC_URL: 'desk', PNIYA_LOG: '1' });
  assert.equal(answer.code, 1);
  assert.equal(answer.json().ok, false);
  assert.equal(linesOf(answer, 'wrong').length, 3);
  assert.match(
    linesOf(answer, 'wrong').join('\n'),
    /PNIYA_LOG is not a setting.*\n.*PNIYA_PORT must.*\n.*PNIYA_PUBLIC_URL must/s,
  );
});

test('ports that other programs have, and a server for outgoing mail that refuses; never a secret', async () => {
  const listen = async (server: Server) => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return String((server.address() as AddressInfo).port);
  };
  const silent = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-other\r\n'));
  const other = createServer((socket) => socket.on('error', () => undefined).end('220 other ESMTP\r\n'));
  const outgoing = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('Invalid username or password')),
  });
  const ports = [await listen(silent), await listen(other), await listen(outgoing.server)];
  const answer = await doctor({
    PNIYA_PORT: ports[0] ?? '',
    PNIYA_SMTP_PORT: ports[1] ?? '',
    PNIYA_SMTP_URL: `smtp://me:geheim-secret@127.0.0.1:${ports[2]}`,
  });
  for (const server of [silent, other, outgoing.server]) server.close();
  assert.equal(answer.code, 1);
  const wrong = linesOf(answer, 'wrong').join('\n');
  assert.match(wrong, new RegExp(`Port ${ports[0]} is taken by another program.*set PNIYA_PORT to`));
  assert.match(wrong, new RegExp(`Port ${ports[1]} is taken by another program.*set PNIYA_SMTP_PORT to`));
  assert.match(wrong, new RegExp(`outgoing mail: 127.0.0.1:${ports[2]} does not let us sign in: .*535`));
  assert.doesNotMatch(answer.out + answer.err, /geheim/);
});

test('a folder that is a file, and a database that refuses', async () => {
  await writeFile(join(dataDir, 'file'), '');
  const answer = await doctor({
    PNIYA_DATA: join(dataDir, 'file'),
    DATABASE_URL: 'postgres://me:geheim-secret@127.0.0.1:1/none',
  });
  assert.equal(answer.code, 1);
  assert.match(
    linesOf(answer, 'wrong').join('\n'),
    /file is no folder: set PNIYA_DATA.*\ndatabase: .*can't be reached/,
  );
  assert.doesNotMatch(answer.out + answer.err, /geheim/);
});

test('items that wait too long, quarantine, and a waiting time that the evidence denies', async () => {
  const pniya = pniyaWith({ DATABASE_URL: database.url });
  assert.equal((await pniya('tenant', 'add', 'בדיקה')).code, 0);
  const well = await doctor({});
  assert.deepEqual([well.code, linesOf(well, 'wrong')], [0, []], well.out);

  const item = (
    id: string,
    rest: string,
  ) => `insert into intake (tenant_id, id, channel, source, external_key, received_at,
    raw_sha256, raw_bytes, media_type, state, settled_at, error)
    select tenant_id, '${id}', 'email', 'x', '${id}', now() - interval '6 minutes', '', 0, 'x', ${rest} from tenants`;
  await sql(item('00000000-0000-7000-8000-000000000001', `'quarantined', now(), 'Error'`));
  const quarantined = await doctor({});
  assert.equal(quarantined.code, 0);
  assert.match(linesOf(quarantined, 'warning').join('\n'), /ledger of בדיקה: 1 in quarantine/);

  await sql(item('00000000-0000-7000-8000-000000000002', `'pending', null, null`));
  await sql(`insert into tickets (tenant_id, id, number, subject, channel, status_id, waiting_since, created_at, updated_at)
    select t.tenant_id, '00000000-0000-7000-8000-000000000003', 17, 'x', 'api', s.id, now(), now(), now()
    from tenants t join statuses s on s.tenant_id = t.tenant_id and s.type = 'open'`);
  const ill = await doctor({});
  assert.equal(ill.code, 1);
  const wrong = linesOf(ill, 'wrong').join('\n');
  assert.match(wrong, /ledger of בדיקה: 1 item waits longer than 5 minutes/);
  assert.match(wrong, /evidence of בדיקה: .*says: 17\./);

  await sql(`update schema_migrations set checksum = 'other' where version = 2`);
  assert.match(
    linesOf(await doctor({}), 'wrong').join('\n'),
    /migrations: The database was made with another text/,
  );
  await sql('delete from schema_migrations where version > 1');
  assert.match(
    linesOf(await doctor({}), 'wrong').join('\n'),
    /migrations: \d+ of \d+ are missing: npm run migrate/,
  );
});

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { newId } from '../server/database/uuid.ts';
import { interruption } from './interruption.ts';
import type { Desk, Past } from './past.ts';
import { columnsOf, copyLine, rowsOf, type TableOfPast } from './past-rows.ts';

const agents = 12;
const dayMs = 24 * 3_600_000;
const linesPerPart = 500;

/** Three years of a business, of this many tickets, by COPY into a database that was started for the first time. */
export async function loadPast(client: pg.Client, tickets: number): Promise<Past> {
  const lastAt = Date.now() - dayMs;
  const past = { desk: await setUpDesk(client), tickets, firstAt: lastAt - 3 * 365 * dayMs, lastAt };
  // The rows fit each other by their making: what checks them one by one would be most of the work.
  await client.query('set session_replication_role = replica');
  for (const table of Object.keys(columnsOf) as TableOfPast[]) {
    const into = client.query(copyFrom(`copy ${table} (${columnsOf[table]}) from stdin`));
    await pipeline(Readable.from(linesOf(past, table)), into);
  }
  await client.query('set session_replication_role = origin');
  await client.query(`update tenant_counters set value = $1 where name = 'ticket'`, [tickets]);
  // The words of all are there: what came later counts.
  await client.query(
    `insert into search_progress (tenant_id, message_id, tickets_at, accounts_at) values ($1, $2, now(), now())
      on conflict (tenant_id) do update set message_id = excluded.message_id, tickets_at = now(), accounts_at = now()`,
    [past.desk.tenantId, newId()],
  );
  // What autovacuum does in the minutes after; without it the sizes would be measured at different stages of that.
  await client.query('vacuum analyze');
  return past;
}

function* linesOf(past: Past, table: TableOfPast): Generator<Buffer> {
  for (let start = 0; start < past.tickets; start += linesPerPart) {
    interruption.throwIfAborted();
    const end = Math.min(past.tickets, start + linesPerPart);
    let part = '';
    for (let index = start; index < end; index += 1) {
      for (const row of rowsOf[table](past, index)) part += copyLine(row);
    }
    yield Buffer.from(part);
  }
}

async function setUpDesk(client: pg.Client): Promise<Desk> {
  const ids = async (text: string) => (await client.query<{ id: string }>(text)).rows.map(({ id }) => id);
  const [tenantId = ''] = await ids('select tenant_id as id from tenants');
  for (let agent = 1; agent <= agents; agent += 1) {
    await client.query(
      `insert into users (tenant_id, id, name, email, role) values ($1, $2, $3, $4, 'agent')`,
      [tenantId, newId(), `נציג ${agent}`, `agent${agent}@example.com`],
    );
  }
  const [closedStatus = ''] = await ids(`select id from statuses where type = 'closed'`);
  const [mailboxId = ''] = await ids('select id from mailboxes');
  return {
    tenantId,
    mailboxId,
    closedStatus,
    users: await ids('select id from users order by id'),
    departments: await ids('select id from departments order by position'),
    priorities: await ids('select id from priorities order by position'),
    openStatuses: await ids(
      `select id from statuses where type in ('open', 'in_progress') order by position`,
    ),
  };
}

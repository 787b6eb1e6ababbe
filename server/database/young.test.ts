import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { silentLog } from '../log.ts';
import { type FreshDatabase, freshDatabase } from '../testing/test-postgres.ts';
import { type Connected, connectDatabase } from './connect.ts';
import { tellOfYoungTables } from './young.ts';

let database: FreshDatabase;
let connected: Connected<unknown>;
before(async () => {
  database = await freshDatabase();
  connected = connectDatabase(database.connection, { log: silentLog, poolSize: 1 });
});
after(async () => {
  await connected.close();
  await database.drop();
});

const tenant = '00000000-0000-7000-8000-000000000001';

/** The plan that a foreign key's check keeps for the life of its connection. */
async function planOf(table: string): Promise<string> {
  const { pool } = connected;
  await pool.query(`set plan_cache_mode = force_generic_plan`);
  await pool.query(
    `prepare looked_up as select 1 from only ${table} as x where tenant_id = $1 and id = $2 for key share of x`,
  );
  const { rows } = await pool.query(`explain execute looked_up ('${tenant}', '${tenant}')`);
  await pool.query('deallocate looked_up');
  return rows.map((row: { 'QUERY PLAN': string }) => row['QUERY PLAN']).join('\n');
}

test('a row of an empty table is looked up by its key', async () => {
  for (const table of ['accounts', 'tickets', 'intake', 'users', 'statuses', 'mailboxes']) {
    assert.match(await planOf(table), new RegExp(`${table}_pkey`), table);
  }
});

test('statistics that are there stay', async () => {
  const { pool } = connected;
  await pool.query(
    `insert into tenants (tenant_id, name) select gen_random_uuid(), 'a' from generate_series(1, 50)`,
  );
  await pool.query('analyze tenants');
  const distinct = async () =>
    (
      await pool.query(
        `select n_distinct from pg_stats where tablename = 'tenants' and attname = 'tenant_id'`,
      )
    ).rows;
  const before = await distinct();
  const client = await pool.connect();
  await tellOfYoungTables(client);
  client.release();
  assert.deepEqual(await distinct(), before);
  assert.notEqual(before[0]?.n_distinct, 1);
});

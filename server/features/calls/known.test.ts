import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { uuidOf } from '../../../shared/id.ts';
import { connectExchange } from '../../testing/exchange.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { knownCalls } from './reconcile.sql.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product?.stop());

const many = 20_000;

/** Calls of two events each, without what else a call has. */
async function fill(tenantId: string, connectionId: string): Promise<void> {
  await product.means.db.transaction().execute(async (db) => {
    await sql`set local session_replication_role = replica`.execute(db);
    await sql`insert into calls (tenant_id, id, connection_id, call_key, intake_id, direction, state, started_at, created_at)
      select ${tenantId}, gen_random_uuid(), ${connectionId}, 'call ' || n, gen_random_uuid(), 'in', 'ringing', now(), now()
      from generate_series(1, ${many}) as n`.execute(db);
    await sql`insert into call_events (tenant_id, call_id, event_key, event, received_at)
      select tenant_id, id, kind || call_key, '{}', now() from calls, unnest(array['list ', 'end ']) as kind
      where tenant_id = ${tenantId}`.execute(db);
  });
}

test('the calls of a busy month are looked up at once', async (t) => {
  const tenant = await product.newTenant();
  const exchange = await connectExchange(product, tenant, await tenant.asUser(), { provider: 'generic' });
  const id = uuidOf(exchange.id) ?? '';
  await fill(tenant.tenantId, id);
  const keys = Array.from({ length: many + 1 }, (_, index) => `call ${index}`);
  // Where each call was compared with all keys, the database broke this off.
  const begun = performance.now();
  const known = await knownCalls(tenant.ctx, id, keys);
  t.diagnostic(`${many} calls: ${(performance.now() - begun).toFixed(0)} ms`);
  assert.equal(known.length, many);
  const told = known.find(({ call_key }) => call_key === 'call 7')?.told.sort();
  assert.deepEqual(told, ['end call 7', 'list call 7']);
});

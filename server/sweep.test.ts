import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { listTenants } from './features/tenants/tenants.service.ts';
import { sweepTenants } from './sweep.ts';
import { connectExchange } from './testing/exchange.ts';
import { startTestApp, type TestApp } from './testing/start-test-app.ts';

let product: TestApp;
const said: string[] = [];
let clockMs = Date.now();
before(async () => {
  const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  product = await startTestApp({}, log, { now: () => new Date(clockMs) });
});
after(() => product?.stop());

test('a tenant that can’t be swept leaves the others alone', async () => {
  const tenants = [await product.newTenant(), await product.newTenant()];
  const { means } = product;
  const order = (await listTenants(means.db)).map(({ tenantId }) => tenantId);
  tenants.sort((one, other) => order.indexOf(one.tenantId) - order.indexOf(other.tenantId));
  const [broken, sound] = tenants;
  assert.ok(broken && sound);
  const ask = await sound.asUser();
  const exchange = await connectExchange(product, sound, ask, { provider: 'generic' });
  const push = { event: 'newCall', from: '0541234567', to: '037654321', direction: 'in', callId: 'silent' };
  assert.equal((await exchange.push(push)).status, 200);
  // As it is each minute: the tenant's clock is known by now, from beside its lists.
  await sweepTenants(means);
  await sql`update tenants set timezone = 'No/Where' where tenant_id = ${broken.tenantId}`.execute(means.db);
  means.announce(broken.tenantId, { kind: 'lists' });
  clockMs += 61 * 60_000;
  await sweepTenants(means);
  const isTold = said.some((line) => /could not be swept/.test(line) && line.includes(broken.tenantId));
  assert.ok(isTold, said.join(''));
  const { items } = (await ask('GET', '/api/calls')).body;
  assert.deepEqual(
    items.map(({ state }: { state: string }) => state),
    ['ended'],
  );
});

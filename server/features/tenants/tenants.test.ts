import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Change } from '../../../shared/live.ts';
import type { Subscribe } from '../../database/changes.ts';
import { connectDatabase } from '../../database/connect.ts';
import type { DB } from '../../database/schema.ts';
import { silentLog } from '../../log.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';
import { firstStatusId } from './default-lists.ts';
import { hostKey, hostKeyOfTyped } from './host-name.ts';
import { addTenant, addTenantHosts, listTenants, makeTenantFinder } from './tenants.service.ts';

// How many tenants there are matters here, so each test has a database of its own.
const opened: (() => Promise<void>)[] = [];
let keepServer: FreshDatabase;
before(async () => {
  keepServer = await freshDatabase();
});
after(async () => {
  for (const close of opened) await close();
  await keepServer.drop();
});

async function fresh() {
  const database = await freshDatabase();
  const { db, close } = connectDatabase<DB>(database.connection, { log: silentLog });
  opened.push(async () => {
    await close();
    await database.drop();
  });
  return db;
}

type Listener = Parameters<Subscribe>[0];

function feed() {
  const listeners = new Set<Listener>();
  const subscribe: Subscribe = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const say = (change: Change) => {
    for (const listener of listeners) listener({ tenantId: '*', change });
  };
  return { subscribe, say };
}

test('the only tenant answers on every host; with a second, each on its own', async () => {
  const db = await fresh();
  const { subscribe, say } = feed();
  const finder = makeTenantFinder({ db, subscribe });
  assert.equal(await finder.tenantOfHost('localhost'), null);
  const first = await addTenant(db, { name: 'ראשון', hosts: ['Desk.Example.com'] });
  say({ kind: 'settings' });
  for (const host of ['anything', '127.0.0.1', '[::1]']) {
    assert.equal(await finder.tenantOfHost(host), first.tenantId);
  }
  const second = await addTenant(db, { name: 'שני', hosts: ['שני.example', '[2001:DB8::2]'] });
  say({ kind: 'settings' });
  assert.equal(await finder.tenantOfHost('desk.example.com'), first.tenantId);
  assert.equal(await finder.tenantOfHost('DESK.example.COM:8443'), first.tenantId);
  assert.equal(await finder.tenantOfHost('desk.example.com.'), first.tenantId);
  assert.equal(await finder.tenantOfHost('xn--mgbd.example'), null);
  assert.equal(await finder.tenantOfHost(new URL('http://שני.example').host), second.tenantId);
  assert.equal(await finder.tenantOfHost('[2001:db8::2]:3000'), second.tenantId);
  assert.equal(await finder.tenantOfHost('anything'), null);
});

test('a tenant added without a notice is found within ten seconds', async () => {
  const db = await fresh();
  let now = 0;
  const finder = makeTenantFinder({ db, subscribe: feed().subscribe, now: () => now });
  assert.equal(await finder.tenantOfHost('a.example'), null);
  const { tenantId } = await addTenant(db, { name: 'א' });
  now = 9_999;
  assert.equal(await finder.tenantOfHost('a.example'), null);
  now = 10_001;
  assert.equal(await finder.tenantOfHost('a.example'), tenantId);
});

test('with more than one tenant each needs a host, and a host has one owner', async () => {
  const db = await fresh();
  const first = await addTenant(db, { name: 'ראשון' });
  const second = { name: 'שני', hosts: ['b.example'] };
  await assert.rejects(addTenant(db, second), { code: 'host_required' });
  await addTenantHosts(db, first.tenantId, ['a.example']);
  await assert.rejects(addTenant(db, { name: 'שני' }), { code: 'host_required' });
  await assert.rejects(addTenant(db, { ...second, hosts: ['A.example:80'] }), { code: 'host_taken' });
  await assert.rejects(addTenant(db, { ...second, hosts: ['not a host'] }), { kind: 'bad_request' });
  await assert.rejects(addTenant(db, { ...second, name: ' ' }), { kind: 'bad_request' });
  await addTenant(db, second);
  await assert.rejects(addTenantHosts(db, first.tenantId, ['b.example']), { code: 'host_taken' });
  const tenants = await listTenants(db);
  assert.deepEqual(
    tenants.map(({ name, hosts }) => [name, hosts]),
    [
      ['ראשון', ['a.example']],
      ['שני', ['b.example']],
    ],
  );
});

test('two that are added at once do not both become the only one', async () => {
  const db = await fresh();
  const outcomes = await Promise.allSettled(['א', 'ב'].map((name) => addTenant(db, { name })));
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('a new tenant begins with a ticket counter and the same first status everywhere', async () => {
  const db = await fresh();
  for (const host of ['a.example', 'b.example']) {
    const { tenantId } = await addTenant(db, { name: host, hosts: [host] });
    const counter = await db
      .selectFrom('tenant_counters')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .execute();
    assert.deepEqual(counter, [{ tenant_id: tenantId, name: 'ticket', value: 0 }]);
    const status = await db
      .selectFrom('statuses')
      .select(['type', 'is_active'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', firstStatusId)
      .executeTakeFirst();
    assert.deepEqual(status, { type: 'open', is_active: true });
  }
});

test('host names: one spelling', () => {
  const cases = {
    'A.b:1': 'a.b',
    '[::1]:80': '::1',
    '::1': '::1',
    'a.b.': 'a.b',
    '127.0.0.1:3000': '127.0.0.1',
    '': '',
  };
  for (const [given, key] of Object.entries(cases)) assert.equal(hostKey(given), key);
  const typed = { 'https://A.b/x': 'a.b', '2001:DB8:0::1': '2001:db8::1', 'a b': null };
  for (const [given, key] of Object.entries(typed)) assert.equal(hostKeyOfTyped(given), key);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidOf } from '../../../shared/id.ts';
import type { AllLists, ListName } from '../../../shared/lists.ts';
import { type AccessApp, cookieOf, newTenant, newUser, startAccessApp } from '../../testing/access-app.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';

let database: FreshDatabase;
let first: AccessApp;
let second: AccessApp;

before(async () => {
  database = await freshDatabase();
  first = await startAccessApp(database);
  second = await startAccessApp(database);
});
after(async () => {
  await first.stop();
  await second.stop();
  await database.drop();
});

type Headers = { host: string; cookie: string };

async function desk(): Promise<{ tenantId: string; headers: Headers; agent: Headers }> {
  const { ctx, host, tenantId } = await newTenant(first);
  const cookie = await cookieOf(first, host, (await newUser(ctx)).email);
  const agent = await cookieOf(first, host, (await newUser(ctx, 'agent')).email);
  return { tenantId, headers: { host, cookie }, agent: { host, cookie: agent } };
}

async function listsOf(headers: Headers, access = first): Promise<AllLists> {
  return (await access.app.inject({ url: '/api/lists', headers })).json<AllLists>();
}

async function call(method: 'POST' | 'PATCH' | 'PUT', path: string, headers: Headers, payload: object) {
  const answer = await first.app.inject({ method, url: `/api/lists/${path}`, headers, payload });
  const body =
    answer.body === '' ? {} : answer.json<{ id?: string; reason?: string; errors?: { field: string }[] }>();
  return {
    status: answer.statusCode,
    id: body.id ?? '',
    reason: body.reason,
    field: body.errors?.[0]?.field,
  };
}

test('a new tenant has the lists of the published examples', async () => {
  const { headers } = await desk();
  const lists = await listsOf(headers);
  const names = (rows: readonly { name: string }[]) => rows.map((row) => row.name);
  assert.deepEqual(names(lists.statuses), ['פתוח', '❗️ בטיפול', 'ממתין ללקוח', '✅ סגור']);
  assert.deepEqual(
    lists.statuses.map((row) => row.type),
    ['open', 'in_progress', 'waiting', 'closed'],
  );
  assert.equal(lists.statuses[0]?.id, '233476065495939904005866822871905093425');
  assert.deepEqual(names(lists.priorities), ['🟢 נמוכה', '🟠 בינונית', '🔴 דחוף']);
  assert.deepEqual(names(lists.departments), ['תמיכה טכנית', 'שירות לקוחות', 'מתעניינים חדשים']);
  assert.ok(lists.account_statuses.length > 0 && lists.account_types.length > 0);
});

test('each list: add at the end, rename, deactivate, order; seen by the next request', async () => {
  const { headers } = await desk();
  const kinds: [ListName, keyof AllLists][] = [
    ['departments', 'departments'],
    ['priorities', 'priorities'],
    ['statuses', 'statuses'],
    ['account-statuses', 'account_statuses'],
    ['account-types', 'account_types'],
  ];
  for (const [list, key] of kinds) {
    const type = list === 'statuses' ? { type: 'waiting' } : {};
    const added = await call('POST', list, headers, { name: ' שורה חדשה ', ...type });
    assert.equal(added.status, 201, list);
    const rows = (await listsOf(headers))[key];
    assert.deepEqual([rows.at(-1)?.id, rows.at(-1)?.name], [added.id, 'שורה חדשה']);
    const changed = await call('PATCH', `${list}/${added.id}`, headers, { name: 'שם אחר', is_active: false });
    assert.equal(changed.status, 204);
    const ids = [added.id, ...rows.slice(0, -1).map((row) => row.id)];
    assert.equal((await call('PUT', `${list}/order`, headers, { ids })).status, 204);
    const ordered = (await listsOf(headers))[key];
    assert.deepEqual(
      ordered.map((row) => row.id),
      ids,
    );
    assert.deepEqual([ordered[0]?.name, ordered[0]?.is_active], ['שם אחר', false]);
  }
});

test('a change is seen in every other process as soon as its notice arrives', async () => {
  const { headers } = await desk();
  await listsOf(headers, second);
  const { id } = await call('POST', 'departments', headers, { name: 'הנהלת חשבונות' });
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20))
    if ((await listsOf(headers, second)).departments.some((row) => row.id === id)) return;
  assert.fail('the second process still shows the old list');
});

test('conflicts: a name twice, the last open or closed status, an order that is not whole', async () => {
  const { headers } = await desk();
  const { statuses, departments } = await listsOf(headers);
  const [open, , waiting, closed] = statuses;
  const refused = async (method: 'POST' | 'PATCH' | 'PUT', path: string, payload: object) => {
    const { status, reason } = await call(method, path, headers, payload);
    return [status, reason];
  };
  assert.deepEqual(await refused('POST', 'statuses', { name: 'פתוח', type: 'open' }), [409, 'name_taken']);
  assert.deepEqual(await refused('PATCH', `statuses/${waiting?.id}`, { name: 'פתוח' }), [409, 'name_taken']);
  assert.deepEqual(await refused('PATCH', `statuses/${open?.id}`, { is_active: false }), [
    409,
    'last_of_type',
  ]);
  assert.deepEqual(await refused('PATCH', `statuses/${closed?.id}`, { type: 'waiting' }), [
    409,
    'last_of_type',
  ]);
  const ids = departments.map((row) => row.id);
  for (const wrong of [ids.slice(1), [...ids, ids[0]], [...ids.slice(1), open?.id]]) {
    assert.deepEqual(await refused('PUT', 'departments/order', { ids: wrong }), [409, 'wrong_order']);
  }
  assert.equal((await call('POST', 'statuses', headers, { name: 'פתוח מחדש', type: 'open' })).status, 201);
  assert.equal((await call('PATCH', `statuses/${open?.id}`, headers, { is_active: false })).status, 204);
});

test('two who add the same name at once: one of them is told', async () => {
  const { headers } = await desk();
  const both = await Promise.all(
    ['כפול', 'כפול'].map((name) => call('POST', 'departments', headers, { name })),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409]);
});

test('what is wrong is named: a type that is missing or has no place, an unknown list or row', async () => {
  const { headers } = await desk();
  const { departments } = await listsOf(headers);
  const missing = await call('POST', 'statuses', headers, { name: 'ללא סוג' });
  assert.deepEqual([missing.status, missing.field], [400, 'type']);
  const misplaced = await call('POST', 'priorities', headers, { name: 'עם סוג', type: 'open' });
  assert.deepEqual([misplaced.status, misplaced.field], [400, 'type']);
  assert.equal((await call('POST', 'tenants', headers, { name: 'x' })).status, 400);
  assert.equal((await call('POST', 'departments', headers, { name: '   ' })).status, 400);
  assert.equal((await call('PATCH', `statuses/${departments[0]?.id}`, headers, { name: 'x' })).status, 404);
  assert.equal((await call('PATCH', 'statuses/nonsense', headers, { name: 'x' })).status, 400);
});

test('only administrators change lists, and only those of their tenant', async () => {
  const mine = await desk();
  const other = await desk();
  const [row] = (await listsOf(mine.headers)).departments;
  const change = { name: 'שינוי' };
  assert.equal((await call('POST', 'departments', mine.agent, change)).status, 403);
  assert.equal((await call('PATCH', `departments/${row?.id}`, mine.agent, change)).status, 403);
  assert.equal((await call('PUT', 'departments/order', mine.agent, { ids: [row?.id] })).status, 403);
  assert.equal((await call('PATCH', `departments/${row?.id}`, other.headers, change)).status, 404);
  assert.equal((await listsOf(mine.headers)).departments[0]?.name, row?.name);
  const kept = await first.means.lists.of(mine.tenantId);
  assert.equal(kept.departments.get(uuidOf(row?.id ?? '') ?? '')?.name, row?.name);
});

test('a name that reads like another of the list is taken; what hides in a name is not kept', async () => {
  const { headers } = await desk();
  const first = await call('POST', 'departments', headers, { name: '  VIP \u202e לקוחות  ' });
  assert.equal(first.status, 201);
  const { departments } = await listsOf(headers);
  assert.equal(departments.find(({ id }) => id === first.id)?.name, 'VIP לקוחות');
  for (const name of ['vip לקוחות', 'VIP\u00a0\u200bלקוחות', 'ＶＩＰ לקוחות\u200f']) {
    const again = await call('POST', 'departments', headers, { name });
    assert.deepEqual([again.status, again.reason, again.field], [409, 'name_taken', 'name'], name);
  }
  const renamed = await call('PATCH', `departments/${first.id}`, headers, { name: 'Vip לקוחות' });
  assert.equal(renamed.status, 204);
  const hidden = await call('POST', 'departments', headers, { name: ' \u2066\u200b\u2069 ' });
  assert.deepEqual([hidden.status, hidden.field], [400, 'name']);
});

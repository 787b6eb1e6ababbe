import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { wireIdOf } from '../../../shared/id.ts';
import type { SearchAnswer } from '../../../shared/v2-accounts.ts';
import { startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';

let started: TestApp;
before(async () => {
  started = await startTestApp();
});
after(() => started.stop());

type Headers = Record<string, string>;
const url = '/v2/search/leadsAndAccounts';
const post = (headers: Headers, payload: object, to = url) =>
  started.app.inject({ method: 'POST', url: to, headers, payload });

async function create(tenant: TestTenant, headers: Headers, given: object): Promise<string> {
  const [status = ''] = (await tenant.ctx.lists.of(tenant.tenantId)).accountStatuses.keys();
  const body = { f_name: 'פרטי', status: wireIdOf(status), ...given };
  const answer = await post(headers, body, '/v2/accounts/create');
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<{ id: string }>().id;
}

async function search(headers: Headers, asked: object): Promise<SearchAnswer> {
  const answer = await post(headers, asked);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<SearchAnswer>();
}

const names = async (headers: Headers, asked: object) =>
  (await search(headers, asked)).results.map(({ name }) => name);

test('the answer of the published call, key by key', async () => {
  const tenant = await started.newTenant();
  const headers = (await tenant.asClient(['accounts:read', 'accounts:write'])).headers;
  const given = {
    name: 'דנה כהן',
    phone: '+972-54-925-5555',
    email: 'Dana@example.com',
    passport: '012345678',
    company: 'כהן',
  };
  const id = await create(tenant, headers, given);
  const answer = await post(headers, { name: 'דנה' });
  const { results } = answer.json<SearchAnswer>();
  const { created, updated } = results[0] ?? {};
  assert.match(`${created} ${updated}`, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const expected = {
    id,
    object_type: 'ACCOUNTS',
    created,
    updated,
    created_by: 'האתר',
    updated_by: 'האתר',
    utm_source: null,
    utm_campaign: null,
    name: 'דנה כהן',
    phone: '0549255555',
    email: 'dana@example.com',
    passport: '012345678',
    company: 'כהן',
  };
  assert.equal(answer.body, JSON.stringify({ count: 1, results: [expected] }));
});

test('every criterion is a part of the value, and all must fit; phones in any spelling', async () => {
  const tenant = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  const dana = {
    name: 'דנה כהן',
    phone: '0549255555',
    email: 'dana@example.com',
    passport: 'AB-1234',
    company: 'חברת בזק בע״מ',
  };
  await create(tenant, headers, dana);
  await create(tenant, headers, {
    name: '50%_\\ הנחה',
    phone: '03-5551234',
    email: 'a_b@example.org',
    company: 'ACME',
  });
  const one = ['דנה כהן'];
  const hits = [
    { name: 'נה כה' },
    { phone: '0549255555' },
    { phone: '+972 (0)54-925 5555' },
    { phone: '00972549255555' },
    { phone: '972549255555' },
    { phone: '9255' },
    { phone: '054925' },
    { phone: '54-92' },
    { email: 'DANA@' },
    { passport: 'ab-12' },
    { company: 'בזק בעמ' },
    { name: 'דנה', phone: '5555', email: 'example.com', passport: '1234', company: 'חברת' },
  ];
  for (const asked of hits) assert.deepEqual(await names(headers, asked), one, JSON.stringify(asked));
  const misses = [
    { name: 'דנה', company: 'ACME' },
    { phone: '0549255556' },
    { name: 'd_na' },
    { email: 'dana_example' },
    { passport: 'AB%34' },
    { phone: 'אין' },
    { name: '״' },
  ];
  for (const asked of misses) assert.deepEqual(await names(headers, asked), [], JSON.stringify(asked));
  for (const name of ['%', '_', '\\', '50%_\\'])
    assert.deepEqual(await names(headers, { name }), ['50%_\\ הנחה'], name);
  assert.deepEqual(await names(headers, { email: 'a_b' }), ['50%_\\ הנחה']);
});

test('nothing sent: nothing comes back; leads: none', async () => {
  const tenant = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  await create(tenant, headers, { name: 'דנה' });
  const empty = { count: 0, results: [] };
  assert.deepEqual(await search(headers, {}), empty);
  const blank = { name: '', phone: null, email: '', limit: '', order_by: '', order: null, object_type: '' };
  assert.deepEqual(await search(headers, blank), empty);
  assert.deepEqual(await search(headers, { object_type: 'ACCOUNTS', limit: 5 }), empty);
  assert.deepEqual(await search(headers, { name: 'דנה', object_type: 'LEADS' }), empty);
  assert.equal((await search(headers, { name: 'דנה', object_type: 'ACCOUNTS' })).count, 1);
});

test('order and limit', async () => {
  const tenant = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  const ids: string[] = [];
  for (let index = 0; index < 27; index += 1)
    ids.push(await create(tenant, headers, { name: `לקוח ${index}` }));
  const agent = (await tenant.asUser('agent')).headers;
  const renamed = {
    method: 'PATCH' as const,
    url: `/api/accounts/${ids[3]}`,
    headers: agent,
    payload: { company: 'חדשה' },
  };
  assert.equal((await started.app.inject(renamed)).statusCode, 204);
  const found = async (asked: object) =>
    (await search(headers, { name: 'לקוח', ...asked })).results.map(({ id }) => id);
  assert.deepEqual(await found({}), ids.toReversed().slice(0, 25));
  assert.deepEqual(await found({ order: 'asc', limit: 2 }), ids.slice(0, 2));
  assert.deepEqual(await found({ order_by: 'updated', limit: '1' }), [ids[3]]);
  assert.equal((await found({ limit: 100000 })).length, 27);
  const { results } = await search(headers, { company: 'חדשה' });
  assert.equal(results[0]?.updated_by, 'דנה כהן');
});

test('wrong values are 400 and named; no scope is 403; another tenant finds nothing', async () => {
  const tenant = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  await create(tenant, headers, { name: 'דנה', phone: '0549255555' });
  const asked = {
    name: 7,
    limit: 0,
    order_by: 'name',
    order: 'up',
    object_type: 'DEALS',
    phone: 'x'.repeat(301),
  };
  const refused = await post(headers, asked);
  assert.equal(refused.statusCode, 400);
  const fields = refused.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field);
  assert.deepEqual(fields.sort(), ['limit', 'name', 'object_type', 'order', 'order_by', 'phone']);
  for (const limit of [-1, 1.5, 'x', true, {}])
    assert.equal((await post(headers, { name: 'א', limit })).statusCode, 400, String(limit));
  assert.equal(
    (await post((await tenant.asClient(['accounts:write'])).headers, { name: 'דנה' })).statusCode,
    403,
  );
  assert.equal((await post({ host: tenant.host }, { name: 'דנה' })).statusCode, 401);
  const other = (await (await started.newTenant()).asClient()).headers;
  assert.deepEqual(await names(other, { name: 'דנה' }), []);
  assert.deepEqual(await names(other, { phone: '0549255555' }), []);
});

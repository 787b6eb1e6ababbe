import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf } from '../../../shared/id.ts';
import { startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const create = '/v2/tickets/create';
const status = '233476065495939904005866822871905093425';

const count = async (tenant: TestTenant, table: 'tickets' | 'messages' | 'accounts' | 'intake') =>
  (await product.means.db.selectFrom(table).select('id').where('tenant_id', '=', tenant.tenantId).execute())
    .length;

test('the same Idempotency-Key and body gets the first answer; another body gets 422', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const body = { subject: 's', status, phone: '0549255555' };
  const key = { 'idempotency-key': 'order 17 \xe9"\'' };
  const first = await client('POST', create, body, key);
  assert.equal(first.status, 201);
  const again = await client('POST', create, body, key);
  assert.deepEqual([again.status, again.body], [201, first.body]);
  assert.equal(again.headers.location, first.headers.location);
  const other = await client('POST', create, { ...body, subject: 't', phone: '0501111111' }, key);
  assert.equal(other.status, 422);
  assert.equal(other.body.code, 'UnprocessableEntity');
  assert.equal(other.body.reason, 'idempotency_mismatch');
  const faulty = await client('POST', create, { subject: '', status }, key);
  assert.deepEqual([faulty.status, faulty.body.reason], [422, 'idempotency_mismatch']);
  assert.equal(await count(tenant, 'tickets'), 1);
  assert.equal(await count(tenant, 'accounts'), 1, 'a refused request makes no customer');
  const { body: rejected } = await (await tenant.asUser())('GET', '/api/intake?state=rejected');
  assert.equal(rejected.items[0].reason, 'idempotency_mismatch');
  const stranger = await (await product.newTenant()).asClient();
  assert.notEqual((await stranger('POST', create, body, key)).body.id, first.body.id);
  const colleague = await tenant.asClient();
  assert.notEqual((await colleague('POST', create, body, key)).body.id, first.body.id);
});

test('a key may be used again after its request was refused, and is answered after lists have changed', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const key = { 'idempotency-key': 'k' };
  assert.equal((await client('POST', create, { subject: '', status }, key)).status, 400);
  const { body: lists } = await client('GET', '/v2/tickets/departments');
  const department_id = lists.items[0].id;
  const body = { subject: 's', status, department_id };
  const first = await client('POST', create, body, key);
  assert.equal(first.status, 201);
  const administrator = await tenant.asUser();
  await administrator('PATCH', `/api/lists/departments/${department_id}`, { is_active: false });
  assert.equal((await client('POST', create, body)).status, 400);
  assert.deepEqual((await client('POST', create, body, key)).body, first.body);
  const long = await client('POST', create, { subject: 's', status }, { 'idempotency-key': 'x'.repeat(201) });
  assert.equal(long.status, 400);
  assert.equal(long.body.errors[0].field, 'Idempotency-Key');
});

test('20 requests with one key at the same time are one ticket and one answer', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const body = { subject: 's', status, phone: '0549255555' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => client('POST', create, body, { 'idempotency-key': 'one' })),
  );
  assert.equal(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size, 1);
  assert.equal(answers[0]?.status, 201);
  for (const table of ['tickets', 'messages', 'accounts', 'intake'] as const) {
    assert.equal(await count(tenant, table), 1, table);
  }
});

test('words to known tickets have keys of their own, per ticket', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const open = async () => (await client('POST', create, { subject: 's', status })).body.id as string;
  const [one, two] = [await open(), await open()];
  const key = { 'idempotency-key': 'word' };
  const say = (id: string, msg = 'עוד משהו') => client('POST', `/v2/tickets/${id}/messages`, { msg }, key);
  const first = await say(one);
  assert.equal(first.status, 201);
  assert.deepEqual((await say(one)).body, first.body);
  const second = await say(two);
  assert.equal(second.status, 201);
  assert.notEqual(second.body.id, first.body.id);
  assert.equal((await say(one, 'אחר')).status, 422);
  const both = await Promise.all(Array.from({ length: 8 }, () => say(two, 'עוד משהו')));
  assert.deepEqual(new Set(both.map((answer) => answer.body.id)), new Set([second.body.id]));
  assert.equal(await count(tenant, 'messages'), 4);
});

test('numbers have no gaps, and one bad row fails none of its neighbours', async () => {
  const tenant = await product.newTenant();
  const neighbour = await product.newTenant();
  const [client, theirs] = [await tenant.asClient(), await neighbour.asClient()];
  const { body: list } = await client('GET', '/v2/tickets/priorities');
  const priority_id = list.items[0].id;
  // The row goes away behind the back of the lists that validation remembers.
  const { db } = product.means;
  await db
    .deleteFrom('priorities')
    .where('tenant_id', '=', tenant.tenantId)
    .where('id', '=', uuidOf(priority_id) ?? '')
    .execute();
  const bodies = Array.from({ length: 60 }, (_, index) => ({
    ...{ subject: `s${index}`, status, phone: `05492555${String(index).padStart(2, '0')}` },
    ...(index % 20 === 7 && { priority_id }),
  }));
  const answers = await Promise.all(
    bodies.flatMap((body) => [
      client('POST', create, body),
      theirs('POST', create, { subject: 'x', status }),
    ]),
  );
  const failed = answers.filter((answer) => answer.status !== 201);
  assert.deepEqual(
    failed.map((answer) => answer.status),
    [500, 500, 500],
  );
  for (const [each, expected] of [
    [tenant, 57],
    [neighbour, 60],
  ] as const) {
    const rows = await db
      .selectFrom('tickets')
      .select('number')
      .where('tenant_id', '=', each.tenantId)
      .orderBy('number')
      .execute();
    assert.deepEqual(
      rows.map(({ number }) => number),
      Array.from({ length: expected }, (_, index) => index + 1),
    );
    assert.equal(await count(each, 'intake'), expected);
  }
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';
const reason = { code: 'no_question' };

async function desk() {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const { body: made } = await client('POST', '/v2/tickets/create', { subject: 's', status });
  const { body: lists } = await agent('GET', '/api/lists');
  const statuses: string[] = lists.statuses.map((one: { id: string }) => one.id);
  return { tenant, client, agent, lists, statuses, url: `/api/tickets/${made.id}`, id: made.id as string };
}

const read = async (user: Ask, number = 1) => (await user('GET', `/api/tickets/${number}`)).body.ticket;
const kinds = async (user: Ask, url: string): Promise<string[]> =>
  (await user('GET', `${url}/events`)).body.items.map((one: { kind: string }) => one.kind);

test('each change leaves its line of history, of whom and from what to what', async () => {
  const { agent, lists, statuses, url } = await desk();
  const department_id = lists.departments[0].id;
  const priority_id = lists.priorities[1].id;
  const owner = lists.users[0].id;
  const change = { status: statuses[1], owner, department_id, priority_id, subject: 'אחר' };
  const { status: code, body } = await agent('PATCH', url, change);
  assert.equal(code, 200);
  assert.equal(body.event_ids.length, 5);
  const { ticket } = body;
  assert.deepEqual(
    [ticket.status_id, ticket.owner_id, ticket.department_id, ticket.priority_id, ticket.subject],
    [statuses[1], owner, department_id, priority_id, 'אחר'],
  );
  const { body: history } = await agent('GET', `${url}/events`);
  assert.deepEqual(
    history.items.map((one: { kind: string }) => one.kind),
    [
      'subject_changed',
      'priority_changed',
      'department_changed',
      'owner_changed',
      'status_changed',
      'opened',
    ],
  );
  assert.deepEqual(history.items[4].detail, { from: status, to: statuses[1] });
  assert.deepEqual(history.items[4].actor.name, 'דנה כהן');
  assert.deepEqual(history.items[5].actor.kind, 'client');
  const same = await agent('PATCH', url, change);
  assert.deepEqual([same.status, same.body.event_ids], [200, []]);
  const emptied = await agent('PATCH', url, { owner: null, department_id: null, priority_id: null });
  assert.deepEqual([emptied.body.ticket.owner_id, emptied.body.ticket.department_id], [null, null]);
});

test('a value that is gone meanwhile may stay, but can not be chosen', async () => {
  const { tenant, agent, lists, url } = await desk();
  const [off, other] = [lists.departments[0].id, lists.departments[1].id];
  await agent('PATCH', url, { department_id: off });
  await (await tenant.asUser())('PATCH', `/api/lists/departments/${off}`, { is_active: false });
  assert.equal((await agent('PATCH', url, { department_id: off, subject: 'נשאר' })).status, 200);
  await agent('PATCH', url, { department_id: other });
  const refused = await agent('PATCH', url, { department_id: off, owner: '7', account_id: '8', status: '9' });
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.errors.map((one: { field: string }) => one.field).sort(), [
    'account_id',
    'department_id',
    'owner',
    'status',
  ]);
});

test('closing what is not handled demands a reason; closing what is handled none', async () => {
  const { client, agent, statuses, url, id } = await desk();
  const closed = statuses[3];
  const without = await agent('PATCH', url, { status: closed });
  assert.deepEqual([without.status, without.body.reason], [409, 'reason_required']);
  assert.equal((await read(agent)).status_id, status);
  for (const bad of [{ code: 'other' }, { code: 'other', text: '' }, { code: 'x' }, {}, 'spam']) {
    assert.equal((await agent('PATCH', url, { status: closed, reason: bad })).status, 400);
  }
  const { body } = await agent('PATCH', url, {
    status: closed,
    reason: { code: 'other', text: 'נפתר בדלפק' },
  });
  assert.equal(body.ticket.is_handled, true);
  assert.equal(body.ticket.waiting_since, null);
  assert.ok(body.ticket.closed_at);
  assert.equal(body.ticket.handling.kind, 'reason');
  assert.equal(body.ticket.handling.reason, 'other: נפתר בדלפק');
  assert.deepEqual((await kinds(agent, url)).slice(0, 2), ['status_changed', 'no_answer_due']);
  // The customer's word opens it again, and makes it wait.
  await client('POST', `/v2/tickets/${id}/messages`, { msg: 'לא נפתר' });
  const again = await read(agent);
  assert.deepEqual(
    [again.status_id, again.closed_at, again.is_handled, again.handling],
    [status, null, false, null],
  );
  assert.deepEqual((await kinds(agent, url)).slice(0, 2), ['status_changed', 'message_received']);
  await agent('POST', `${url}/no-answer-due`, reason);
  const closing = await agent('PATCH', url, { status: closed });
  assert.equal(closing.status, 200);
  // A note says nothing to the customer and by the customer: it neither handles nor opens.
  await agent('POST', `${url}/notes`, { text: 'הערה' });
  assert.ok((await read(agent)).closed_at);
  assert.equal((await client('PUT', `/v2/tickets/${id}`, { status: statuses[0] })).status, 200);
  assert.equal((await read(agent)).closed_at, null);
  assert.equal((await client('PUT', `/v2/tickets/${id}`, { status: closed })).status, 200, 'it is handled');
});

test('viewers read and change nothing; another tenant sees nothing at all', async () => {
  const { tenant, agent, statuses, url } = await desk();
  const viewer = await tenant.asUser('viewer');
  const stranger = await (await product.newTenant()).asUser();
  const { body: before } = await agent('GET', '/api/tickets/1');
  const calls: [string, string, unknown][] = [
    ['PATCH', url, { status: statuses[1] }],
    ['POST', `${url}/no-answer-due`, reason],
    ['POST', `${url}/undo`, { event_ids: ['1'] }],
    ['POST', `${url}/notes`, { text: 'x' }],
    ['POST', `${url}/replies`, { text: 'x' }],
  ];
  for (const [method, address, body] of calls) {
    const refused = await viewer(method, address, body);
    assert.deepEqual([refused.status, refused.body.reason], [403, 'not_permitted'], address);
    assert.equal((await stranger(method, address, body)).status, 404, address);
  }
  assert.equal((await viewer('GET', `${url}/events`)).status, 200);
  assert.equal((await stranger('GET', `${url}/events`)).status, 404);
  assert.equal((await stranger('GET', `${url}/messages`)).status, 404);
  assert.deepEqual((await agent('GET', '/api/tickets/1')).body, before);
});

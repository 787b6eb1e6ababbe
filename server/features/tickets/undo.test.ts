import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { findWaitingMistakes } from './evidence.service.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';

async function desk() {
  const tenant = await product.newTenant();
  const [client, dana, ruth] = [
    await tenant.asClient(),
    await tenant.asUser('agent'),
    await tenant.asUser('agent'),
  ];
  const { body: made } = await client('POST', '/v2/tickets/create', { subject: 's', status });
  const { body: lists } = await dana('GET', '/api/lists');
  const statuses: string[] = lists.statuses.map((one: { id: string }) => one.id);
  const url = `/api/tickets/${made.id}`;
  const change = async (user: Ask, body: unknown): Promise<string[]> => {
    const answer = await user('PATCH', url, body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.event_ids;
  };
  const undo = (user: Ask, event_ids: string[]): Promise<Answer> =>
    user('POST', `${url}/undo`, { event_ids });
  const ticket = async () => (await dana('GET', '/api/tickets/1')).body.ticket;
  return { tenant, client, dana, ruth, lists, statuses, url, change, undo, ticket };
}

const conflict = (answer: Answer) => {
  assert.deepEqual([answer.status, answer.body.reason], [409, 'changed_since']);
};

test('my own changes are taken back, all or none', async () => {
  const { dana, ruth, lists, statuses, change, undo, ticket } = await desk();
  const before = await ticket();
  const events = await change(dana, {
    subject: 'אחר',
    priority_id: lists.priorities[0].id,
    status: statuses[2],
  });
  const theirs = await undo(ruth, events);
  assert.deepEqual([theirs.status, theirs.body.reason], [403, 'not_permitted']);
  assert.equal((await undo(dana, [...events, '1'])).status, 404);
  assert.equal((await undo(dana, [])).status, 400);
  await change(ruth, { status: statuses[1] });
  conflict(await undo(dana, events));
  assert.equal((await ticket()).subject, 'אחר', 'nothing was taken back');
  const answer = await undo(dana, events.slice(1));
  assert.equal(answer.status, 200, answer.text);
  const after = await ticket();
  assert.deepEqual([after.subject, after.priority_id, after.status_id], ['s', null, statuses[1]]);
  assert.equal(before.priority_id, null);
});

test('what was changed since can not be undone, not even when the value is the same again', async () => {
  const { dana, ruth, statuses, change, undo, ticket } = await desk();
  const [first = ''] = await change(dana, { status: statuses[1] });
  await change(ruth, { status: statuses[2] });
  await change(ruth, { status: statuses[1] });
  conflict(await undo(dana, [first]));
  assert.equal((await ticket()).status_id, statuses[1]);
});

test('an undo is done once, and can be repeated step by step', async () => {
  const { dana, ruth, statuses, change, undo, ticket } = await desk();
  const [one = ''] = await change(dana, { status: statuses[1] });
  const [two = ''] = await change(dana, { status: statuses[2] });
  conflict(await undo(dana, [one]));
  assert.equal((await undo(dana, [two])).status, 200);
  conflict(await undo(dana, [two]));
  assert.equal((await undo(dana, [one])).status, 200);
  assert.equal((await ticket()).status_id, status);
  await change(ruth, { status: statuses[1] });
  conflict(await undo(dana, [one]));
  assert.equal((await ticket()).status_id, statuses[1]);
  const both = [
    ...(await change(dana, { status: statuses[2] })),
    ...(await change(dana, { status: statuses[1] })),
  ];
  assert.equal((await undo(dana, both)).status, 200, 'two changes of one field at once');
  assert.equal((await ticket()).status_id, statuses[1]);
});

test('closing with a reason is taken back with it: the customer waits again, since then', async () => {
  const { tenant, dana, statuses, change, undo, ticket, url } = await desk();
  const before = await ticket();
  const events = await change(dana, { status: statuses[3], reason: { code: 'spam' } });
  assert.equal((await ticket()).is_handled, true);
  const { body } = await undo(dana, events);
  assert.deepEqual({ ...body.ticket, updated_at: '' }, { ...before, updated_at: '' });
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
  const { body: history } = await dana('GET', `${url}/events`);
  assert.equal(history.items[0].kind, 'undone');
  assert.deepEqual(history.items[0].detail.event_ids.toSorted(), events.toSorted());
  const { body: said } = await dana('POST', `${url}/no-answer-due`, { code: 'spam' });
  assert.equal((await undo(dana, said.event_ids)).body.ticket.is_handled, false);
  conflict(await undo(dana, said.event_ids));
});

test('notes and words are no changes that can be taken back', async () => {
  const { client, dana, url, undo, ticket } = await desk();
  await dana('POST', `${url}/notes`, { text: 'הערה' });
  await client('POST', `/v2${url.slice(4)}/messages`, { msg: 'עוד' });
  const { body: history } = await dana('GET', `${url}/events`);
  for (const { id, kind } of history.items) {
    const answer = await undo(dana, [id]);
    assert.equal(answer.status, kind === 'note_added' ? 409 : 403, kind);
  }
  assert.equal((await ticket()).is_handled, false);
});

test('nothing is taken back that would leave a ticket closed while the customer waits', async () => {
  const { tenant, client, dana, statuses, url, change, undo, ticket } = await desk();
  const [, closing = ''] = await change(dana, { status: statuses[3], reason: { code: 'spam' } });
  const { body: history } = await dana('GET', `${url}/events`);
  const said = history.items.find((one: { kind: string }) => one.kind === 'no_answer_due').id;
  const half = await undo(dana, [said]);
  assert.deepEqual([half.status, half.body.reason], [409, 'reason_required']);
  const [opening = ''] = await change(dana, { status });
  await client('POST', `/v2${url.slice(4)}/messages`, { msg: 'רגע' });
  const back = await undo(dana, [opening]);
  assert.deepEqual([back.status, back.body.reason], [409, 'reason_required']);
  const { closed_at, is_handled } = await ticket();
  assert.deepEqual([closed_at, is_handled], [null, false]);
  assert.notEqual(closing, '');
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
});

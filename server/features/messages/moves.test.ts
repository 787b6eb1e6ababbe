import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answeredDesk, type Body, dsn, fromMachine, reply } from '../../testing/answered-desk.ts';
import { deliver, settledLedger, until } from '../../testing/mail-client.ts';
import {
  assertSound,
  done,
  mail,
  merge,
  move,
  newDesk,
  pageOf,
  refused,
  stateOf,
  undo,
} from '../../testing/moving-desk.ts';
import { type InWorld, startInWorld } from '../../testing/start-in-world.ts';

let app: InWorld['app'];
let world: InWorld['world'];
let stop: InWorld['stop'];
before(async () => {
  ({ app, world, stop } = await startInWorld());
});
after(() => stop());

test('a message goes to another ticket with its ledger row, starts to wait there, and comes back exactly', async () => {
  const desk = await newDesk(app);
  const { ask, tenant } = desk;
  const dana = `dana@${tenant.host}`;
  await mail(desk, 1, dana);
  const from = await mail(desk, 2, dana, 'In-Reply-To: <m1@x>');
  const to = await mail(desk, 3, 'other@client.example');
  await done(ask('POST', `/api/tickets/${to.ticket.id}/no-answer-due`, { code: 'no_question' }));
  const before = await stateOf(desk);
  const moved = await done(move(ask, from, [from.messages[1]], to));
  assert.deepEqual([moved.ticket.number, moved.to.number], [1, 2]);
  const [left, right] = [await pageOf(ask, 1), await pageOf(ask, 2)];
  assert.deepEqual([left.messages.length, right.messages.length], [1, 2]);
  assert.deepEqual(right.ticket.waiting_since, from.messages[1].created_at, 'it waits since it was written');
  assert.equal(right.ticket.is_handled, false);
  const row = (await ask('GET', `/api/intake/${from.messages[1].intake_id}`)).body;
  assert.equal(row.ticket_number, 2);
  await assertSound(desk);
  const lines = await Promise.all(
    [left, right].map(({ ticket }) => ask('GET', `/api/tickets/${ticket.id}/events`)),
  );
  assert.deepEqual(
    lines.map(({ body }) => [body.items[0].kind, body.items[0].detail.number]),
    [
      ['moved_out', 2],
      ['moved_in', 1],
    ],
  );
  await done(undo(ask, from, moved));
  assert.deepEqual(await stateOf(desk), before);
  refused(await undo(ask, from, moved), 'changed_since');
  await assertSound(desk);
});

test('a closed ticket that gets a word that waits opens, and is closed again when it is taken back', async () => {
  const desk = await newDesk(app);
  const { ask } = desk;
  await mail(desk, 1, 'a@client.example');
  const from = await mail(desk, 2, 'a@client.example', 'In-Reply-To: <m1@x>');
  const to = await mail(desk, 3, 'b@client.example');
  const { statuses } = (await ask('GET', '/api/lists')).body;
  const closed = statuses.find((one: { type: string }) => one.type === 'closed').id;
  const close = { status: closed, reason: { code: 'no_question' } };
  await done(ask('PATCH', `/api/tickets/${to.ticket.id}`, close));
  const before = await stateOf(desk);
  const moved = await done(move(ask, from, [from.messages[1]], to));
  const { ticket } = await pageOf(ask, 2);
  assert.deepEqual([ticket.closed_at, ticket.is_handled], [null, false]);
  await done(undo(ask, from, moved));
  assert.deepEqual(await stateOf(desk), before);
});

test('a reply takes its evidence along, and handles nothing that waited at the other ticket', async () => {
  const desk = await answeredDesk(app, world);
  const { ask } = desk;
  const other = await mail(desk, 2, 'other@client.example');
  const from = await desk.page();
  const before = await stateOf(desk);
  const moved = await done(move(ask, from, [from.messages[1]], other));
  assert.equal((await pageOf(ask, 1)).ticket.is_handled, false, 'its answer is gone');
  const there = await pageOf(ask, 2);
  assert.deepEqual([there.ticket.is_handled, there.messages.length], [false, 2]);
  await assertSound(desk);
  await done(undo(ask, from, moved));
  assert.deepEqual(await stateOf(desk), before);
});

test('a bounce finds the mail that it is about where that is now', async () => {
  const desk = await answeredDesk(app, world);
  const { ask, customer } = desk;
  const second = await mail(desk, 2, 'other@client.example');
  const first = await desk.page();
  await done(merge(ask, first, second));
  const waiting = (await pageOf(ask, 2)).ticket.waiting_since;
  assert.equal(waiting, second.messages[0].created_at);
  const row = await fromMachine({ ...desk, app }, dsn({ about: desk.ourId, address: customer }), 3);
  assert.equal(row.ticket_number, 2);
  const page = await pageOf(ask, 2);
  const sent = page.messages.find((one: Body) => one.direction === 'outbound');
  assert.equal(sent.delivery.state, 'bounced');
  assert.equal(page.ticket.waiting_since, first.messages[0].created_at, 'its evidence is undone');
  await assertSound(desk);
});

test('a split is an inquiry of who wrote it, with the next number; taken back, its number leads to where it came from', async () => {
  const desk = await answeredDesk(app, world);
  const { ask, tenant, customer } = desk;
  const asked = `From: Dana <${customer}>\r\nReply-To: office@elsewhere.example\r\nSubject: order [#1]\r\nMessage-ID: <w@x>`;
  await deliver(app, tenant.mailAddress, `${asked}\r\n\r\nanswer the office\r\n`);
  await settledLedger(ask, 2);
  await reply(ask, (await desk.page()).ticket.id);
  await until(
    () => ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
  const from = await mail(desk, 3, 'office@elsewhere.example', 'In-Reply-To: <w@x>');
  const word = from.messages.at(-1);
  assert.deepEqual([from.ticket.number, from.messages.length], [1, 5]);
  const before = (await stateOf(desk)) as { tickets: unknown[] };
  const split = await done(ask('POST', `/api/tickets/${from.ticket.id}/split`, { message_ids: [word.id] }));
  assert.deepEqual([split.to.number, split.to.subject, split.ticket.is_handled], [2, 's3', true]);
  const made = await pageOf(ask, 2);
  assert.equal(made.ticket.created_at, word.created_at);
  assert.equal(made.ticket.waiting_since, word.created_at);
  assert.equal(made.ticket.email, 'office@elsewhere.example');
  assert.equal(made.account.contacts[0].value ?? made.account.contacts[0].shown, 'office@elsewhere.example');
  assert.deepEqual(made.ticket.reply_target.to.address, 'office@elsewhere.example');
  await assertSound(desk);
  await done(undo(ask, from, split));
  const after = (await stateOf(desk)) as { tickets: { row: { number: number } }[] };
  assert.deepEqual({ ...after, tickets: after.tickets.filter(({ row }) => row.number === 1) }, before);
  assert.equal((await pageOf(ask, 2)).ticket.merged_into.number, 1);
  refused(
    await ask('POST', `/api/tickets/${from.ticket.id}/split`, {
      message_ids: from.messages.map((one: Body) => one.id),
    }),
    'nothing_left',
  );
  await assertSound(desk);
});

test('what was said since stands against taking back; so does what belongs to another', async () => {
  const desk = await newDesk(app);
  const { ask, tenant } = desk;
  const [one, two] = [await mail(desk, 1, 'a@client.example'), await mail(desk, 2, 'b@client.example')];
  const three = await mail(desk, 3, 'c@client.example');
  const moved = await done(merge(ask, one, two));
  refused(await undo(await tenant.asUser('agent'), one, moved), 'not_permitted', 403);
  await mail(desk, 4, 'b@client.example', 'In-Reply-To: <m2@x>');
  refused(await undo(ask, one, moved), 'changed_since');
  const page = await pageOf(ask, 2);
  const [first] = page.messages;
  for (const [answer, status] of [
    [await move(ask, two, [first], two), 409],
    [await move(ask, two, [{ id: '1' }], three), 400],
    [await ask('POST', `/api/tickets/${two.ticket.id}/move`, { message_ids: [first.id], to: '1' }), 400],
    [await ask('POST', '/api/tickets/1/merge', { into: two.ticket.id }), 404],
    [await ask('POST', `/api/tickets/${two.ticket.id}/move`, { message_ids: [], to: one.ticket.id }), 400],
  ] as const)
    assert.equal(answer.status, status, answer.text);
});

test('where it may go: by number first, then the same customer’s, open ones before closed', async () => {
  const desk = await newDesk(app);
  const { ask } = desk;
  for (const row of [1, 2, 3, 4]) await mail(desk, row, row === 4 ? 'b@client.example' : 'a@client.example');
  const [one, two, three] = [await pageOf(ask, 1), await pageOf(ask, 2), await pageOf(ask, 3)];
  const { statuses } = (await ask('GET', '/api/lists')).body;
  const closed = statuses.find((row: { type: string }) => row.type === 'closed').id;
  await done(ask('PATCH', `/api/tickets/${three.ticket.id}`, { status: closed, reason: { code: 'spam' } }));
  const others = async (query = '') => {
    const { items } = await done(ask('GET', `/api/tickets/${one.ticket.id}/others${query}`));
    return items.map((row: Body) => row.number);
  };
  assert.deepEqual(await others(), [2, 3]);
  assert.deepEqual(await others('?number=4'), [4]);
  assert.deepEqual(await others('?number=1'), []);
  await done(merge(ask, two, three));
  assert.deepEqual(await others('?number=2'), [3], 'merged: where it went');
});

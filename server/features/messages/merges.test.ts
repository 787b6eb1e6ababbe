import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf } from '../../../shared/id.ts';
import { answeredDesk, type Body, reply } from '../../testing/answered-desk.ts';
import { deliver, rawMail, settledLedger } from '../../testing/mail-client.ts';
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
import { startTestApp } from '../../testing/start-test-app.ts';
import { recordAccepted } from './delivery.service.ts';

let app: InWorld['app'];
let world: InWorld['world'];
let stop: InWorld['stop'];
before(async () => {
  ({ app, world, stop } = await startInWorld());
});
after(() => stop());

test('merged: closed, read as ever, its number and its mails lead on, and nothing more is done to it', async () => {
  const desk = await answeredDesk(app, world);
  const { ask, tenant, customer } = desk;
  const second = await mail(desk, 2, customer, 'Subject: again');
  const [from, into] = [await desk.page(), second];
  const moved = await done(merge(ask, from, into));
  assert.deepEqual([moved.to.number, moved.ticket.merged_into.number], [2, 2]);
  assert.notEqual(moved.ticket.closed_at, null);
  const all = await pageOf(ask, 2);
  assert.deepEqual(
    [all.messages.length, all.ticket.is_handled],
    [3, false],
    'the second mail waits as it did',
  );
  const empty = await pageOf(ask, 1);
  assert.deepEqual([empty.messages, empty.ticket.is_handled], [[], true]);
  const client = await tenant.asClient();
  const shown = await done(client('GET', `/v2/tickets/${from.ticket.id}`));
  assert.equal(shown.merged_into, into.ticket.id);
  assert.deepEqual((await done(client('GET', `/v2/tickets/${from.ticket.id}/messages`))).items, []);
  const found = await done(ask('GET', '/api/tickets?view=all&number=1'));
  assert.equal(found.items.length, 1);
  const url = `/api/tickets/${from.ticket.id}`;
  refused(await ask('PATCH', url, { subject: 'x' }), 'ticket_merged');
  refused(await ask('POST', `${url}/replies`, { text: 'x' }), 'ticket_merged');
  refused(await ask('POST', `${url}/notes`, { text: 'x' }), 'ticket_merged');
  refused(await ask('POST', `${url}/no-answer-due`, { code: 'spam' }), 'ticket_merged');
  refused(await merge(ask, from, into), 'ticket_merged');
  refused(await merge(ask, into, from), 'same_ticket');
  assert.equal((await mail(desk, 3, customer, `In-Reply-To: ${desk.ourId}`)).ticket.number, 2);
  assert.equal((await mail(desk, 4, customer, 'Subject: Re: order [#1]')).ticket.number, 2);
  const added = await client('POST', `/v2/tickets/${from.ticket.id}/messages`, { msg: 'by API' });
  assert.equal(added.status, 201, added.text);
  assert.equal((await pageOf(ask, 2)).messages.length, 6);
  await assertSound(desk);
});

test('a reply that was on its way when its ticket was merged handles what it answered', async () => {
  const quiet = await startTestApp({
    roles: ['api', 'worker', 'mail'],
    outgoingSmtpUrl: 'smtp://127.0.0.1:1',
  });
  try {
    const tenant = await quiet.newTenant();
    const ask = await tenant.asUser();
    const client = await tenant.asClient();
    const status = '233476065495939904005866822871905093425';
    const opened = async (email: string) =>
      (await client('POST', '/v2/tickets/create', { subject: 's', msg: 'm', status, email })).body.id;
    const [one, two] = [await opened('a@client.example'), await opened('b@client.example')];
    await reply(ask, one);
    const [, sent] = (await pageOf(ask, 1)).messages;
    await done(ask('POST', `/api/tickets/${one}/merge`, { into: two }));
    await recordAccepted(tenant.ctx, uuidOf(sent.id) ?? '', '250 ok', 1);
    const { ticket, messages } = await pageOf(ask, 2);
    assert.equal(ticket.is_handled, false);
    assert.equal(ticket.waiting_since, messages[1].created_at, 'only the other word waits');
  } finally {
    await quiet.stop();
  }
});

for (const what of ['forward', 'reply that was taken back'])
  test(`a ${what} comes along in a merge: it covers nothing, and stands against no answer on its way there`, async () => {
    const quiet = await startTestApp({ roles: ['api'] });
    try {
      const tenant = await quiet.newTenant();
      const [ask, client] = [await tenant.asUser(), await tenant.asClient()];
      const status = '233476065495939904005866822871905093425';
      const opened = async (email: string) =>
        (await client('POST', '/v2/tickets/create', { subject: 's', msg: 'm', status, email })).body.id;
      const [into, from] = [await opened('a@client.example'), await opened('b@client.example')];
      await reply(ask, into);
      const [, sent] = (await pageOf(ask, 1)).messages;
      if (what === 'forward') {
        const to = [{ name: '', address: 'courier@elsewhere.example' }];
        const url = `/api/messages/${(await pageOf(ask, 2)).messages[0].id}/forward`;
        const passed = await ask('POST', url, { text: 'x', to, include_attachments: false });
        assert.equal(passed.status, 201, passed.text);
      } else {
        await reply(ask, from);
        await done(ask('POST', `/api/messages/${(await pageOf(ask, 2)).messages[1].id}/unsend`));
      }
      await done(ask('POST', `/api/tickets/${from}/merge`, { into }));
      await recordAccepted(tenant.ctx, uuidOf(sent.id) ?? '', '250 ok', 1);
      const { ticket, messages } = await pageOf(ask, 1);
      assert.equal(ticket.waiting_since, messages[1].created_at, 'only the word that came along waits');
    } finally {
      await quiet.stop();
    }
  });

test('merged by moving all there is; by merging on, all lead to the last; taken back in turn, each exactly', async () => {
  const desk = await newDesk(app);
  const { ask } = desk;
  const pages: Body[] = [];
  for (const row of [1, 2, 3]) pages.push(await mail(desk, row, `c${row}@client.example`));
  const [one, two, three] = pages as [Body, Body, Body];
  const states = [await stateOf(desk)];
  const first = await done(move(ask, one, one.messages, two));
  assert.equal(first.ticket.merged_into.number, 2);
  states.push(await stateOf(desk));
  const second = await done(merge(ask, two, three));
  assert.equal((await pageOf(ask, 1)).ticket.merged_into.number, 3);
  assert.equal((await pageOf(ask, 3)).messages.length, 3);
  refused(await undo(ask, one, first), 'changed_since');
  await done(undo(ask, two, second));
  assert.deepEqual(await stateOf(desk), states[1]);
  await done(undo(ask, one, first));
  assert.deepEqual(await stateOf(desk), states[0]);
});

test('merged into each other at once, one of them wins and nothing is lost', async () => {
  const desk = await newDesk(app);
  const { ask } = desk;
  const [one, two] = [await mail(desk, 1, 'a@client.example'), await mail(desk, 2, 'b@client.example')];
  const answers = await Promise.all([merge(ask, one, two), merge(ask, two, one)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  const pages = [await pageOf(ask, 1), await pageOf(ask, 2)];
  assert.deepEqual(pages.map(({ messages }) => messages.length).sort(), [0, 2]);
  await assertSound(desk);
});

test('an answer that comes while its ticket is being merged lands where that went', async () => {
  const desk = await newDesk(app);
  const { ask, tenant } = desk;
  for (let round = 0; round < 5; round += 1) {
    const rows = round * 3;
    const [one, two] = [
      await mail(desk, rows + 1, 'a@client.example'),
      await mail(desk, rows + 2, 'a@client.example'),
    ];
    const headers = ['From: a@client.example', 'Subject: x', `In-Reply-To: <m${rows + 1}@x>`];
    await deliver(app, tenant.mailAddress, rawMail(headers, `race ${round}`));
    await done(merge(ask, one, two));
    await settledLedger(ask, rows + 3);
    const [left, right] = [await pageOf(ask, one.ticket.number), await pageOf(ask, two.ticket.number)];
    assert.deepEqual([left.messages.length, right.messages.length], [0, 3], `round ${round}`);
  }
  await assertSound(desk);
});

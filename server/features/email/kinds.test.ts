import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answeredDesk, type Body, dsn, fromMachine, kindsOf, reply } from '../../testing/answered-desk.ts';
import { deliver, rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import { type InWorld, startInWorld } from '../../testing/start-in-world.ts';

let app: InWorld['app'];
let world: InWorld['world'];
let stop: InWorld['stop'];
before(async () => {
  ({ app, world, stop } = await startInWorld());
});
after(() => stop());

describe('a bounce of our reply', () => {
  test('undoes its handling, marks it, and flags the address until a reply is accepted there', async () => {
    const desk = await answeredDesk(app, world);
    const before = (await desk.page()).ticket;
    const row = await fromMachine(desk, dsn({ about: desk.ourId, address: desk.customer }), 2);
    assert.deepEqual([row.state, row.ticket_number], ['ticket', 1]);
    const { ticket, messages, account } = await desk.page();
    assert.equal(ticket.is_handled, false);
    assert.equal(ticket.waiting_since, before.created_at);
    assert.equal(ticket.handling, null);
    const [, ours, bounce] = messages;
    assert.equal(ours.delivery.state, 'bounced');
    assert.ok(Date.parse(ours.delivery.bounced_at) > 0);
    const said = '550 5.1.1 no mailbox of that name';
    assert.deepEqual(
      ours.delivery.reports.map((one: Body) => [one.kind, one.address, one.status, one.said]),
      [['bounce', desk.customer, '5.1.1', said]],
    );
    assert.deepEqual([bounce.kind, bounce.is_automatic], ['bounce', true]);
    assert.equal(account.contacts[0].bounced.said, said);
    assert.equal(ticket.reply_target.bounced.said, said);
    assert.equal(ticket.reply_target.to.address, desk.customer, 'a report is nobody to answer');
    const history = (await desk.ask('GET', `/api/tickets/${ticket.id}/events`)).body.items;
    const line = history.find((one: { kind: string }) => one.kind === 'reply_bounced');
    assert.deepEqual([line.detail.address, line.detail.server_answer], [desk.customer, said]);

    await reply(desk.ask, ticket.id);
    await until(
      () => desk.ask('GET', '/api/tickets/1'),
      (body) => body.ticket.is_handled,
    );
    const later = await desk.page();
    assert.equal(later.ticket.reply_target.bounced, null);
    assert.equal(later.account.contacts[0].bounced, null);
    assert.equal(later.messages[1].delivery.state, 'bounced', 'that one did not arrive');
  });

  test('names its mail by In-Reply-To alone, too; the same report again changes nothing', async () => {
    const desk = await answeredDesk(app, world);
    const raw = dsn({ about: '<rewritten@relay.example>', address: desk.customer });
    await fromMachine(desk, `In-Reply-To: ${desk.ourId}\r\n${raw}`, 2);
    await fromMachine(desk, dsn({ about: desk.ourId, address: desk.customer }), 3);
    const { messages, ticket } = await desk.page();
    assert.equal(ticket.is_handled, false);
    assert.equal(messages[1].delivery.state, 'bounced');
    assert.equal(messages[1].delivery.reports.length, 2);
  });

  test('a delay is a line, no more', async () => {
    const desk = await answeredDesk(app, world);
    const late = dsn({ about: desk.ourId, address: desk.customer, action: 'delayed', status: '4.4.1' });
    await fromMachine(desk, late, 2);
    const page = await desk.page();
    assert.equal(page.ticket.is_handled, true);
    assert.equal(page.messages[1].delivery.state, 'sent');
    assert.deepEqual(kindsOf(page), [null, null, 'delay']);
    assert.equal(page.ticket.reply_target.bounced, null);
  });

  test('given up after days is a bounce, whatever its status begins with', async () => {
    const desk = await answeredDesk(app, world);
    await fromMachine(desk, dsn({ about: desk.ourId, address: desk.customer, status: '4.4.7' }), 2);
    assert.equal((await desk.page()).ticket.is_handled, false);
  });

  test('a person sends again what came back', async () => {
    const desk = await answeredDesk(app, world);
    await fromMachine(desk, dsn({ about: desk.ourId, address: desk.customer }), 2);
    const [, ours] = (await desk.page()).messages;
    assert.equal((await desk.ask('POST', `/api/messages/${ours.id}/retry`)).status, 204);
    const page = await until(
      () => desk.ask('GET', '/api/tickets/1'),
      (body) => body.ticket.is_handled,
    );
    assert.equal(page.messages[1].delivery.state, 'sent');
  });

  test('a closed ticket stays closed, and is seen to wait', async () => {
    const desk = await answeredDesk(app, world);
    const { ticket } = await desk.page();
    const { statuses } = (await desk.ask('GET', '/api/lists')).body;
    const { id: status } = statuses.find((one: { type: string }) => one.type === 'closed');
    assert.equal((await desk.ask('PATCH', `/api/tickets/${ticket.id}`, { status })).status, 200);
    await fromMachine(desk, dsn({ about: desk.ourId, address: desk.customer }), 2);
    const after = (await desk.page()).ticket;
    assert.notEqual(after.closed_at, null);
    assert.notEqual(after.waiting_since, null);
    const waiting = (await desk.ask('GET', '/api/tickets?view=waiting')).body.items;
    assert.deepEqual(
      waiting.map((one: { number: number }) => one.number),
      [1],
    );
  });
});

describe('a report that does not name our mail', () => {
  test('is shown beside the last mail to that address, and undoes nothing', async () => {
    const desk = await answeredDesk(app, world);
    for (const about of [
      '<else@example.com>',
      desk.ourId.replace(/.(?=@)/, (one) => (one === '0' ? '1' : '0')),
    ]) {
      const rows = (await desk.ask('GET', '/api/intake')).body.items.length + 1;
      const row = await fromMachine(desk, dsn({ about, address: desk.customer }), rows);
      assert.equal(row.ticket_number, 1);
      const page = await desk.page();
      assert.equal(page.ticket.is_handled, true, about);
      assert.equal(page.messages[1].delivery.state, 'sent');
      assert.equal(page.ticket.reply_target.bounced, null);
      assert.equal(kindsOf(page).at(-1), 'bounce');
    }
  });

  test('a person who sees it says that the reply did not arrive', async () => {
    const desk = await answeredDesk(app, world);
    await fromMachine(desk, dsn({ about: '<else@example.com>', address: desk.customer }), 2);
    const [inquiry, ours] = (await desk.page()).messages;
    const say = (ask: typeof desk.ask, id: string) => ask('POST', `/api/messages/${id}/not-arrived`);
    assert.equal((await say(await desk.tenant.asUser('viewer'), ours.id)).status, 403);
    assert.equal((await say(desk.ask, inquiry.id)).status, 404);
    assert.equal((await say(desk.ask, ours.id)).status, 204);
    const { ticket, messages } = await desk.page();
    assert.deepEqual([ticket.is_handled, messages[1].delivery.state], [false, 'bounced']);
    assert.notEqual(ticket.reply_target.bounced, null);
    assert.equal((await say(desk.ask, ours.id)).status, 409);
  });

  test('about nobody we wrote to, it is kept in the ledger, and one click makes a ticket of it', async () => {
    const tenant = await app.newTenant();
    const ask = await tenant.asUser();
    const raw = dsn({ about: '<x@y.example>', address: 'nobody@else.example' });
    const row = await fromMachine({ app, tenant, ask }, raw, 1);
    assert.deepEqual([row.state, row.reason, row.title], ['ignored', 'rule:bounce', 'Undelivered Mail']);
    assert.equal((await ask('GET', '/api/tickets?view=all')).body.items.length, 0);
    assert.equal((await ask('POST', `/api/intake/${row.id}/retry`)).status, 200);
    const [opened] = await settledLedger(ask, 1);
    assert.deepEqual([opened.state, opened.reason, opened.ticket_number], ['ticket', null, 1]);
    const { messages, ticket } = (await ask('GET', '/api/tickets/1')).body;
    assert.equal(messages[0].is_automatic, false);
    assert.notEqual(ticket.waiting_since, null);
  });

  test('of another tenant changes nothing there, and here it is about nothing', async () => {
    const [theirs, mine] = await Promise.all([answeredDesk(app, world), answeredDesk(app, world)]);
    const row = await fromMachine(mine, dsn({ about: theirs.ourId, address: theirs.customer }), 2);
    assert.deepEqual([row.state, row.reason], ['ignored', 'rule:bounce']);
    const page = await theirs.page();
    assert.equal(page.ticket.is_handled, true);
    assert.equal(page.messages.length, 2);
    assert.equal((await mine.page()).ticket.is_handled, true);
  });

  test('complaints and receipts are no inquiries either', async () => {
    const desk = await answeredDesk(app, world);
    const arf = `From: loop@provider.example\nSubject: complaint\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n\n--b\nContent-Type: text/rfc822-headers\n\nFrom: us\nTo: ${desk.customer}\nMessage-ID: ABOUT\n\n--b--\n`;
    const row = await fromMachine(desk, arf.replace('ABOUT', desk.ourId).replaceAll('\n', '\r\n'), 2);
    assert.equal(row.ticket_number, 1);
    const page = await desk.page();
    assert.deepEqual([kindsOf(page).at(-1), page.ticket.is_handled], ['feedback', true]);
    const stray = `${arf.replace('ABOUT', '<z@z.example>').replace(desk.customer, 'z@z.example')}`;
    assert.equal((await fromMachine(desk, stray.replaceAll('\n', '\r\n'), 3)).reason, 'rule:feedback');
  });
});

describe('automatic replies', () => {
  const away = (from: string, ...more: string[]) =>
    rawMail(
      [`From: ${from}`, 'Subject: Automatic reply: order', ...more],
      'I am out of the office until Monday.',
    );

  test('on the ticket: kept and marked; no clock, and a closed ticket stays closed', async () => {
    const desk = await answeredDesk(app, world);
    const { ticket } = await desk.page();
    const { statuses } = (await desk.ask('GET', '/api/lists')).body;
    const { id: status } = statuses.find((one: { type: string }) => one.type === 'closed');
    await desk.ask('PATCH', `/api/tickets/${ticket.id}`, { status });
    // By the mail that it answers; by the sender alone; from an address that we never saw, but with our signed id.
    await fromMachine(desk, away(desk.customer, `In-Reply-To: ${desk.ourId}`), 2);
    await fromMachine(desk, away(desk.customer), 3);
    await fromMachine(
      desk,
      away('other@customer.example', `References: ${desk.ourId}`, 'Auto-Submitted: auto-replied'),
      4,
    );
    const page = await desk.page();
    assert.deepEqual(kindsOf(page), [null, null, 'auto_reply', 'auto_reply', 'auto_reply']);
    assert.ok(page.messages.slice(2).every((one: { is_automatic: boolean }) => one.is_automatic));
    assert.deepEqual([page.ticket.is_handled, page.ticket.closed_at !== null], [true, true]);
    assert.equal(page.ticket.reply_target.to.address, desk.customer);
    const summary = (await desk.ask('GET', `/api/intake/summary?since=${new Date(0).toISOString()}`)).body;
    assert.equal(summary.channels[0].total, 4);
  });

  test('by its Hebrew subject alone, when it came without an address to return to', async () => {
    const desk = await answeredDesk(app, world);
    const subject = `=?utf-8?B?${Buffer.from('מענה אוטומטי: הזמנה').toString('base64')}?=`;
    const raw = rawMail([`From: <${desk.customer}>`, `Subject: ${subject}`], 'שלום, תודה.');
    await fromMachine(desk, raw, 2);
    assert.deepEqual(kindsOf(await desk.page()), [null, null, 'auto_reply']);
  });

  test('to nothing of ours: in the ledger, with the rule', async () => {
    const tenant = await app.newTenant();
    const ask = await tenant.asUser();
    const row = await fromMachine(
      { app, tenant, ask },
      away('dana@example.com', 'Auto-Submitted: auto-replied'),
      1,
    );
    assert.deepEqual([row.state, row.reason], ['ignored', 'rule:auto_reply']);
  });

  test('what people write through lists is an inquiry, marked', async () => {
    const tenant = await app.newTenant();
    const ask = await tenant.asUser();
    const raw = rawMail(
      ['From: dana@example.com', 'Subject: help', 'List-Id: <info.example.com>', 'Precedence: list'],
      'my order?',
    );
    await deliver(app, tenant.mailAddress, raw);
    const [row] = await settledLedger(ask, 1);
    assert.equal(row.state, 'ticket');
    const { messages, ticket } = (await ask('GET', '/api/tickets/1')).body;
    assert.deepEqual([messages[0].kind, messages[0].is_automatic], ['bulk', false]);
    assert.notEqual(ticket.waiting_since, null);
  });

  test('our own mail come back is no inquiry', async () => {
    const desk = await answeredDesk(app, world);
    const sent = world.to(desk.customer)[0]?.raw ?? Buffer.alloc(0);
    await deliver(app, desk.tenant.mailAddress, sent);
    const [row] = await settledLedger(desk.ask, 2);
    assert.deepEqual([row.state, row.reason], ['ignored', 'rule:own_mail']);
    const other = await app.newTenant();
    await deliver(app, other.mailAddress, sent);
    const [there] = await settledLedger(await other.asUser(), 1);
    assert.equal(there.state, 'ticket', 'to another tenant it is a customer’s mail');
  });
});

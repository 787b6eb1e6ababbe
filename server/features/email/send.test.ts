import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { contextOf } from '../../context.ts';
import { parseMail } from '../../mail/parse.ts';
import type { Sender } from '../../mail/send.ts';
import { deliver, rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { resumeLostDeliveries } from '../messages/delivery.service.ts';
import { claimDelivery } from './outbox.sql.ts';
import { sendReply } from './send.service.ts';
import type { Senders } from './sending-way.ts';

/** All mail leaves through this one, if there is one. */
const allBy = (sender: Sender | null): Senders => ({
  senderFor: async () => sender && { sender, dkim: null },
  close: () => sender?.close(),
});

/** The customers' mail server: what it took, and how it answers to a recipient. */
const inbox: { to: string; raw: Buffer }[] = [];
const refusals = new Map<string, number[]>();
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onRcptTo({ address }, _session, done) {
    const responseCode = refusals.get(address)?.shift();
    done(responseCode === undefined ? null : Object.assign(new Error('not so'), { responseCode }));
  },
  onData(stream, session, done) {
    void buffer(stream).then((raw) => {
      inbox.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw });
      done(null, '2.0.0 queued as 4F2');
    });
  },
});

let app: TestApp;
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  app = await startTestApp({ outgoingSmtpUrl: `smtp://127.0.0.1:${port}` });
});
after(async () => {
  await app.stop();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

interface Desk {
  readonly tenant: TestTenant;
  readonly ask: Ask;
  readonly customer: string;
  /** The ticket's page. */
  page(): ReturnType<Ask>;
  reply(text: string): Promise<string>;
}

/** A tenant with one ticket by mail, from a customer of its own. */
async function openDesk(): Promise<Desk> {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const customer = `dana@${tenant.host}`;
  const headers = [
    `From: Dana <${customer}>`,
    'Subject: =?utf-8?B?16nXkNec15Q=?=',
    'Message-ID: <q@example.com>',
  ];
  await deliver(
    app,
    tenant.mailAddress,
    rawMail([...headers, 'References: <p@example.com>'], 'מתי תגיע ההזמנה?'),
  );
  await settledLedger(ask, 1);
  const page = () => ask('GET', '/api/tickets/1');
  const { id } = (await page()).body.ticket;
  const reply = async (text: string) => {
    const answer = await ask('POST', `/api/tickets/${id}/replies`, { text });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  };
  return { tenant, ask, customer, page, reply };
}

type Page = { messages: { delivery: { state: string; server_answer: string | null } | null }[] };
const isIn = (state: string) => (body: Page) => body.messages.at(-1)?.delivery?.state === state;
const isPostponed = ({ messages }: Page) => messages.at(-1)?.delivery?.server_answer === '450 not so';

test('a reply is sent, and handles the ticket once the server has accepted it', async () => {
  const desk = await openDesk();
  await desk.reply('שלום דנה,\nההזמנה בדרך.');
  const { ticket, messages } = await until(desk.page, (body) => isIn('sent')(body) && body.ticket.is_handled);
  const { delivery } = messages.at(-1);
  assert.equal(delivery.server_answer, '250 2.0.0 queued as 4F2');
  assert.ok(Date.parse(delivery.accepted_at) > 0);
  assert.deepEqual([ticket.is_handled, ticket.handling.kind], [true, 'reply']);
  const mails = inbox.filter(({ to }) => to === desk.customer);
  assert.equal(mails.length, 1);
  const mail = parseMail(mails[0]?.raw ?? Buffer.alloc(0));
  assert.equal(mail.from?.address, desk.tenant.mailAddress);
  assert.equal(mail.subject, 'Re: שאלה \u2066[#1]\u2069');
  assert.deepEqual(
    [mail.inReplyTo, mail.references],
    ['<q@example.com>', ['<p@example.com>', '<q@example.com>']],
  );
  assert.match(mail.text, /^שלום דנה,\nההזמנה בדרך\.\n\nבתאריך .*מאת Dana <.*>:\n> מתי תגיע ההזמנה\?$/);
  assert.match(mail.html ?? '', /<div dir="rtl"/);
});

test('the customer answers our mail, by its Message-ID alone, and waits again', async () => {
  const desk = await openDesk();
  await desk.reply('בדרך');
  await until(desk.page, isIn('sent'));
  const sent = parseMail(inbox.find(({ to }) => to === desk.customer)?.raw ?? Buffer.alloc(0));
  assert.match(sent.messageId ?? '', /^<p\.[0-9a-f]{12}\.[0-9a-f]{32}\.[0-9a-f]{10}@/);
  const answer = rawMail(
    [`From: <${desk.customer}>`, `In-Reply-To: ${sent.messageId}`, 'Subject: x'],
    'ומתי בדיוק?',
  );
  await deliver(app, desk.tenant.mailAddress, answer);
  const [row] = await settledLedger(desk.ask, 2);
  assert.equal(row.ticket_number, 1);
  assert.equal((await desk.page()).body.ticket.is_handled, false);
});

test('refused for good: failed and not handled; a person tries again and it leaves', async () => {
  const desk = await openDesk();
  refusals.set(desk.customer, [550]);
  const id = await desk.reply('בדרך');
  const { ticket, messages } = await until(desk.page, isIn('failed'));
  assert.equal(messages.at(-1).delivery.server_answer, '550 not so');
  assert.equal(ticket.is_handled, false);
  assert.equal((await desk.ask('POST', `/api/messages/${id}/retry`)).status, 204);
  // The page reads ticket and messages one after the other, so the ticket may be the older of the two.
  await until(desk.page, (body) => isIn('sent')(body) && body.ticket.is_handled);
});

test('refused for now: tried again a minute later, under the same Message-ID', async () => {
  const desk = await openDesk();
  refusals.set(desk.customer, [450]);
  const id = await desk.reply('בדרך');
  const { messages } = await until(desk.page, isPostponed);
  const { delivery } = messages.at(-1);
  assert.deepEqual([delivery.state, delivery.server_answer], ['queued', '450 not so']);
  const pauseMs = Date.parse(delivery.next_attempt_at) - Date.now();
  assert.ok(pauseMs > 50_000 && pauseMs <= 60_000, `${pauseMs}`);
  const sent: string[] = [];
  const sender = recording(sent);
  const messageId = await uuidOfMessage(desk, id);
  await sendReply(desk.tenant.ctx, allBy(sender), messageId);
  assert.equal(sent.length, 0, 'not before its time');
  const later = contextOf({ ...app.means, now: () => new Date(Date.now() + 61_000) }, desk.tenant.tenantId, {
    kind: 'system',
  });
  await Promise.all([sendReply(later, allBy(sender), messageId), sendReply(later, allBy(sender), messageId)]);
  assert.equal(sent.length, 1, 'once, however many ask for it');
  const page = await until(desk.page, isIn('sent'));
  assert.equal(page.messages.at(-1).delivery.attempts, 2);
  assert.match(sent[0] ?? '', /^Message-ID: <p\./m);
});

test('without a server the reply stays queued and says why', async () => {
  const desk = await openDesk();
  refusals.set(desk.customer, [450]);
  const id = await desk.reply('בדרך');
  await until(desk.page, isPostponed);
  await sendReply(desk.tenant.ctx, allBy(null), await uuidOfMessage(desk, id));
  const { delivery } = (await desk.page()).body.messages.at(-1);
  assert.equal(delivery.state, 'queued');
  assert.match(delivery.server_answer, /no outgoing server is set/);
});

test('the answer to a mail is lost: the history says that it may come twice, and it does under one Message-ID', async () => {
  const desk = await openDesk();
  refusals.set(desk.customer, [450]);
  const id = await desk.reply('בדרך');
  await until(desk.page, isPostponed);
  const messageId = await uuidOfMessage(desk, id);
  const sent: string[] = [];
  const lost: Sender = {
    async send({ raw }) {
      sent.push((await buffer(Readable.from(Buffer.isBuffer(raw) ? [raw] : raw))).toString());
      return { kind: 'postponed', answer: 'no answer to the mail: gone', isUncertain: true };
    },
    close: () => undefined,
  };
  await sendReply(afterMinutes(desk, 2), allBy(lost), messageId);
  const { ticket } = (await desk.page()).body;
  assert.equal(ticket.is_handled, false);
  const { items } = (await desk.ask('GET', `/api/tickets/${ticket.id}/events`)).body;
  assert.ok(items.some(({ kind }: { kind: string }) => kind === 'reply_uncertain'));
  await sendReply(afterMinutes(desk, 10), allBy(recording(sent)), messageId);
  await until(desk.page, (body) => isIn('sent')(body) && body.ticket.is_handled);
  const ids = sent.map((raw) => /^Message-ID: (.+)$/m.exec(raw)?.[1]);
  assert.deepEqual([ids.length, new Set(ids).size], [2, 1]);
});

test('a process that dies between the server’s answer and its record: once more, when its time is surely over', async () => {
  const desk = await openDesk();
  refusals.set(desk.customer, [450]);
  const id = await desk.reply('בדרך');
  await until(desk.page, isPostponed);
  const messageId = await uuidOfMessage(desk, id);
  const sent: string[] = [];
  // Claimed, sent, and then nothing: what a kill leaves behind.
  const dying = afterMinutes(desk, 2);
  assert.ok(await claimDelivery(dying, messageId, new Date(dying.now().getTime() + 10 * 60_000)));
  await sendReply(afterMinutes(desk, 5), allBy(recording(sent)), messageId);
  assert.equal(sent.length, 0, 'another process may still be sending it');
  const later = afterMinutes(desk, 15);
  assert.ok((await resumeLostDeliveries(later)) >= 1);
  await sendReply(later, allBy(recording(sent)), messageId);
  await until(desk.page, (body) => isIn('sent')(body) && body.ticket.is_handled);
});

function afterMinutes({ tenant }: Desk, minutes: number) {
  const now = () => new Date(Date.now() + minutes * 60_000);
  return contextOf({ ...app.means, now }, tenant.tenantId, { kind: 'system' });
}

function recording(sent: string[]): Sender {
  return {
    async send({ raw }) {
      sent.push((await buffer(Readable.from(Buffer.isBuffer(raw) ? [raw] : raw))).toString());
      return { kind: 'accepted', answer: '250 ok' };
    },
    close: () => undefined,
  };
}

async function uuidOfMessage({ tenant }: Desk, wireId: string): Promise<string> {
  const hex = BigInt(wireId).toString(16).padStart(32, '0');
  const row = await tenant.ctx.db
    .selectFrom('messages')
    .select('id')
    .where('tenant_id', '=', tenant.tenantId)
    .where('id', '=', hex)
    .executeTakeFirstOrThrow();
  return row.id;
}

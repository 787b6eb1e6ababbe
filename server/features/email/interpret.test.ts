import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deliver, rawMail, settledLedger } from '../../testing/mail-client.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.stop());

const dana = 'From: Dana <dana@example.com>';
const first = rawMail([dana, 'Subject: Order', 'Message-ID: <first@example.com>'], 'where is it?');

function answer(from: string, ...headers: string[]): string {
  return rawMail(
    [from, 'Subject: Re: Order', `Message-ID: <${Math.random()}@example.com>`, ...headers],
    'one more thing',
  );
}

/** Ticket numbers of the ledger's rows, oldest first. */
async function numbers(ask: Parameters<typeof settledLedger>[0], count: number): Promise<number[]> {
  const rows = await settledLedger(ask, count);
  return rows.map((row: { ticket_number: number }) => row.ticket_number).reverse();
}

test('an answer by In-Reply-To or References is a word on its ticket', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const send = (raw: string) => deliver(app, tenant.mailAddress, raw);
  await send(first);
  await settledLedger(ask, 1);
  await send(answer(dana.replace('dana@', 'DANA@'), 'In-Reply-To: <first@example.com>'));
  await send(answer(dana, 'References: <unknown@x.example> <first@example.com>'));
  assert.deepEqual(await numbers(ask, 3), [1, 1, 1]);
  const { messages, ticket } = (await ask('GET', '/api/tickets/1')).body;
  assert.equal(messages.length, 3);
  assert.equal(ticket.is_handled, false);
  const summary = (await ask('GET', `/api/intake/summary?since=${new Date(0).toISOString()}`)).body;
  const email = summary.channels.find((one: { channel: string }) => one.channel === 'email');
  assert.deepEqual([email.total, email.tickets, email.replies], [3, 1, 2]);
});

test('a stranger who knows a Message-ID gets a ticket of their own', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, first);
  await settledLedger(ask, 1);
  await deliver(
    app,
    tenant.mailAddress,
    answer('From: eve@evil.example', 'In-Reply-To: <first@example.com>'),
  );
  assert.deepEqual(await numbers(ask, 2), [1, 2]);
});

test('the same Message-ID in another tenant means nothing', async () => {
  const [one, other] = await Promise.all([app.newTenant(), app.newTenant()]);
  await deliver(app, one.mailAddress, first);
  await settledLedger(await one.asUser(), 1);
  await deliver(app, other.mailAddress, answer(dana, 'In-Reply-To: <first@example.com>'));
  const [row] = await settledLedger(await other.asUser(), 1);
  assert.equal(row.ticket_number, 1);
  assert.equal((await (await one.asUser())('GET', '/api/tickets/1')).body.messages.length, 1);
});

test('a known customer’s mail is theirs, whatever name it carries', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, first);
  await settledLedger(ask, 1);
  await deliver(app, tenant.mailAddress, rawMail(['From: D. <Dana@Example.com>', 'Subject: other'], 'x'));
  await settledLedger(ask, 2);
  const pages = await Promise.all([1, 2].map((number) => ask('GET', `/api/tickets/${number}`)));
  assert.equal(pages[0]?.body.account.id, pages[1]?.body.account.id);
  assert.equal(pages[1]?.body.account.name, 'Dana');
});

test('replies go where the sender wants them', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, rawMail([dana, 'Reply-To: Office <office@example.com>'], 'x'));
  await settledLedger(ask, 1);
  const { ticket, messages } = (await ask('GET', '/api/tickets/1')).body;
  assert.deepEqual(ticket.reply_target.to, { name: 'Office', address: 'office@example.com' });
  assert.equal(messages[0].from.address, 'dana@example.com');
});

test('a closed ticket opens again with the customer’s word', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, first);
  await settledLedger(ask, 1);
  const closed = (await ask('GET', '/api/lists')).body.statuses.find(
    (one: { type: string }) => one.type === 'closed',
  );
  const { id } = (await ask('GET', '/api/tickets/1')).body.ticket;
  const change = await ask('PATCH', `/api/tickets/${id}`, { status: closed.id, reason: { code: 'spam' } });
  assert.equal(change.status, 200, change.text);
  await deliver(app, tenant.mailAddress, answer(dana, 'In-Reply-To: <first@example.com>'));
  await settledLedger(ask, 2);
  const { ticket } = (await ask('GET', '/api/tickets/1')).body;
  assert.equal(ticket.closed_at, null);
  assert.notEqual(ticket.waiting_since, null);
});

test('HTML is cleaned, its pictures are attachments, remote ones load only when asked', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const html =
    '<p onclick="x()" dir="rtl">שלום<img src="cid:p@x"><img src="http://far.example/t.gif"><script>x()</script></p>';
  const png = 'iVBORw0KGgo=';
  const part = (type: string, ...rest: string[]) => ['--b', `Content-Type: ${type}`, ...rest].join('\r\n');
  const body = [
    part('text/html; charset=utf-8', '', html),
    part('image/png; name="תמונה.png"', 'Content-ID: <P@x>', 'Content-Transfer-Encoding: base64', '', png),
    part('image/png; name="unused.png"', 'Content-ID: <q@x>', 'Content-Transfer-Encoding: base64', '', png),
    '--b--',
  ].join('\r\n');
  await deliver(
    app,
    tenant.mailAddress,
    `${dana}\r\nContent-Type: multipart/related; boundary=b\r\n\r\n${body}\r\n`,
  );
  await settledLedger(ask, 1);
  const [message] = (await ask('GET', '/api/tickets/1')).body.messages;
  assert.deepEqual([message.has_html, message.has_remote_images], [true, true]);
  const files = message.attachments.map((one: { name: string; is_inline: boolean }) => [
    one.name,
    one.is_inline,
  ]);
  assert.deepEqual(files, [
    ['תמונה.png', true],
    ['unused.png', false],
  ]);
  const frame = await ask('GET', `/api/messages/${message.id}/html`);
  const [picture] = message.attachments;
  assert.ok(
    frame.text.includes(`<p dir="rtl">שלום<img src="/api/attachments/${picture.id}?inline=1" />`),
    frame.text,
  );
  assert.doesNotMatch(frame.text, /onclick|<script/);
  assert.doesNotMatch(String(frame.headers['content-security-policy']), /https:/);
  assert.match(frame.text, /<img data-remote="0" \/>/);
  assert.doesNotMatch(frame.text, /far\.example/);
  const file = await ask('GET', `/api/attachments/${picture.id}?inline=1`);
  assert.equal(file.headers['content-type'], 'image/png');
  const stranger = await (await app.newTenant()).asUser();
  assert.equal((await stranger('GET', `/api/attachments/${picture.id}?inline=1`)).status, 404);
  assert.equal((await stranger('GET', `/api/messages/${message.id}/html`)).status, 404);
});

test('mail from our own mailbox is kept like any other', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, rawMail([`From: <${tenant.mailAddress}>`, 'Subject: self'], 'x'));
  const [row] = await settledLedger(ask, 1);
  assert.equal(row.state, 'ticket');
});

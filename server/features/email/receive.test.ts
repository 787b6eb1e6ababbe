import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import iconv from 'iconv-lite';
import { deliver, rawMail, settledLedger } from '../../testing/mail-client.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let app: TestApp;
before(async () => {
  app = await startTestApp({ mailMaxBytes: 300_000 });
});
after(() => app.stop());

interface Row {
  readonly id: string;
  readonly state: string;
  readonly duplicate_of: string | null;
}

const fromDana = [
  'From: =?utf-8?B?15PXoNeU?= <dana@example.com>',
  'Subject: =?iso-8859-8-i?Q?=F9=E0=EC=E4?=',
];

test('a Hebrew mail becomes a ticket of a new account, with its raw copy in the ledger', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const text = iconv.encode('שלום, מתי תגיע ההזמנה?', 'windows-1255');
  const head = [
    ...fromDana,
    'Content-Type: text/plain; charset=windows-1255',
    'Message-ID: <1@example.com>',
    '',
    '',
  ];
  const answer = await deliver(
    app,
    tenant.mailAddress,
    Buffer.concat([Buffer.from(head.join('\r\n')), text]),
  );
  assert.match(answer, /^250 /);
  const [row] = await settledLedger(ask, 1);
  assert.deepEqual(
    [row.state, row.channel, row.title, row.sender],
    ['ticket', 'email', 'שאלה', 'dana@example.com'],
  );
  const page = (await ask('GET', `/api/tickets/${row.ticket_number}`)).body;
  assert.equal(page.ticket.subject, 'שאלה');
  assert.equal(page.account.name, 'דנה');
  assert.equal(page.ticket.is_handled, false);
  assert.equal(page.messages[0].text, 'שלום, מתי תגיע ההזמנה?');
  assert.deepEqual(page.ticket.reply_target.to, { name: 'דנה', address: 'dana@example.com' });
  const raw = await ask('GET', `/api/intake/${row.id}/raw`);
  assert.match(raw.text, /^From: /);
  const shown = (await ask('GET', `/api/intake/${row.id}`)).body;
  assert.deepEqual([shown.envelope.from, shown.envelope.to], ['dana@example.com', [tenant.mailAddress]]);
});

test('the same mail delivered again is a duplicate, never a second ticket', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const mail = rawMail([...fromDana, 'Message-ID: <same@example.com>'], 'פעם אחת');
  await deliver(app, tenant.mailAddress, mail);
  await Promise.all([deliver(app, tenant.mailAddress, mail), deliver(app, tenant.mailAddress, mail)]);
  const rows = await settledLedger(ask, 3);
  const states = rows.map((row: { state: string }) => row.state).sort();
  assert.deepEqual(states, ['duplicate', 'duplicate', 'ticket']);
  const first = rows.find((row: { state: string }) => row.state === 'ticket');
  for (const row of rows) if (row !== first) assert.equal(row.duplicate_of, first.id);
});

test('the same mail by two ways or in two mailboxes is one ticket, whatever its transport wrote on it', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const sales = `sales@${tenant.host}`;
  await ask('POST', '/api/mailboxes', { name: 'מכירות', addresses: [sales] });
  const head = [...fromDana, 'Message-ID: <once@example.com>', 'Date: Wed, 23 Sep 2026 14:05:00 +0300'];
  const copy = (by: string, words = 'פעם אחת') => rawMail([`Received: by ${by}`, ...head], words);
  await Promise.all([
    deliver(app, tenant.mailAddress, copy('one.example.com')),
    deliver(app, sales, copy('two.example.com')),
    deliver(app, sales, copy('three.example.com')),
  ]);
  const rows: Row[] = await settledLedger(ask, 3);
  assert.deepEqual(rows.map((row) => row.state).sort(), ['duplicate', 'duplicate', 'ticket']);
  const ticket = rows.find((row) => row.state === 'ticket');
  assert.deepEqual(new Set(rows.flatMap((row) => row.duplicate_of ?? [])), new Set([ticket?.id]));
  // A Message-ID that comes again with other words is another mail.
  await deliver(app, sales, copy('two.example.com', 'דבר אחר'));
  const later: Row[] = await settledLedger(ask, 4);
  assert.equal(later.filter((row) => row.state === 'ticket').length, 2);
});

test('one mail to two tenants and twice to one: each tenant has it once', async () => {
  const [one, other] = await Promise.all([app.newTenant(), app.newTenant()]);
  const plus = one.mailAddress.replace('@', '+order-7@');
  await deliver(app, [one.mailAddress, plus.toUpperCase(), other.mailAddress], rawMail(fromDana, 'לשניכם'));
  for (const tenant of [one, other]) {
    const [row] = await settledLedger(await tenant.asUser(), 1);
    assert.equal(row.state, 'ticket');
    const file = await (await tenant.asUser())('GET', `/api/intake/${row.id}/raw`);
    assert.match(file.text, /^From: /);
  }
});

test('nobody’s address, and a mailbox that is switched off, are refused', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await assert.rejects(deliver(app, `nobody@${tenant.host}`, rawMail(fromDana, 'x')), /550 5\.1\.1/);
  const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
  await ask('PATCH', `/api/mailboxes/${id}`, { is_active: false });
  await assert.rejects(deliver(app, tenant.mailAddress, rawMail(fromDana, 'x')), /550 5\.1\.1/);
  assert.equal((await ask('GET', '/api/intake')).body.items.length, 0);
});

test('a mail that is too large is refused and leaves nothing', async () => {
  const tenant = await app.newTenant();
  await assert.rejects(
    deliver(app, tenant.mailAddress, rawMail(fromDana, 'x'.repeat(400_000))),
    /552 5\.3\.4/,
  );
  assert.equal((await (await tenant.asUser())('GET', '/api/intake')).body.items.length, 0);
});

test('what nothing can read waits in quarantine with its error, and can be tried again', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const raw = rawMail(
    [...fromDana, 'Content-Type: multipart/mixed; boundary=b'],
    '--b\r\n\r\nx\r\n'.repeat(1100),
  );
  await deliver(app, tenant.mailAddress, raw);
  const [row] = await settledLedger(ask, 1);
  assert.deepEqual([row.state, row.sender], ['quarantined', 'dana@example.com']);
  assert.match(row.error, /MailLimitError/);
  assert.equal((await ask('POST', `/api/intake/${row.id}/retry`)).status, 200);
  const [again] = await settledLedger(ask, 1);
  assert.deepEqual([again.state, again.attempts], ['quarantined', 2]);
});

test('mails without sender, subject or text are tickets too', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, 'X-Nothing: here\r\n\r\n', '');
  await deliver(app, tenant.mailAddress, 'Subject: bounce\r\nFrom: <>\r\n\r\nx', 'bounce@example.net');
  const rows = await settledLedger(ask, 2);
  assert.deepEqual(
    rows.map((row: { state: string }) => row.state),
    ['ticket', 'ticket'],
  );
  assert.deepEqual(
    rows.map((row: { sender: string | null }) => row.sender),
    ['bounce@example.net', null],
  );
});

test('a sender whose address is none is shown as the mail names it, and is no customer’s address', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  await deliver(app, tenant.mailAddress, 'From: Front Desk <desk>\r\nSubject: a\r\n\r\nx', '');
  await settledLedger(ask, 1);
  await deliver(app, tenant.mailAddress, 'From: Intercom <>\r\nSubject: b\r\n\r\nx', '');
  const rows = await settledLedger(ask, 2);
  assert.deepEqual(
    rows.map((row: { sender: string }) => row.sender),
    ['Intercom', 'desk'],
  );
  const { ticket, messages, account } = (await ask('GET', '/api/tickets/1')).body;
  assert.deepEqual([ticket.email, account, ticket.reply_target.to], [null, null, null]);
  assert.deepEqual(messages[0].from, { name: 'Front Desk', address: 'desk' });
});

test('the mailbox gives its tickets their department, and knows when mail came', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const { departments, priorities } = (await ask('GET', '/api/lists')).body;
  const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
  await ask('PATCH', `/api/mailboxes/${id}`, {
    department_id: departments[1].id,
    priority_id: priorities[2].id,
  });
  await deliver(app, tenant.mailAddress, rawMail(fromDana, 'x'));
  const [row] = await settledLedger(ask, 1);
  const { ticket } = (await ask('GET', `/api/tickets/${row.ticket_number}`)).body;
  assert.deepEqual([ticket.department_id, ticket.priority_id], [departments[1].id, priorities[2].id]);
  const [mailbox] = (await ask('GET', '/api/mailboxes')).body.items;
  assert.ok(Math.abs(Date.now() - Date.parse(mailbox.last_received_at)) < 60_000);
});

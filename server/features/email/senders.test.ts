import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { checkSignature } from '../../testing/check-signature.ts';
import { makeCertificate } from '../../testing/dovecot.ts';
import { type FakeDns, startDns } from '../../testing/fake-dns.ts';
import { deliver, rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import { type MailSink, openMailSink } from '../../testing/mail-sink.ts';
import { type SmtpPeer, startSmtpPeer } from '../../testing/smtp-peer.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { sendReply } from './send.service.ts';
import { mailboxSenders } from './ways.service.ts';

const password = 'סיסמה-של-שרת';
let peer: SmtpPeer;
let sink: MailSink;
let dns: FakeDns;
let app: TestApp;
before(async () => {
  peer = await startSmtpPeer(({ username, secret }) => username === 'desk' && secret === password);
  sink = await openMailSink();
  dns = await startDns();
  app = await startTestApp({ outgoingSmtpUrl: sink.url }, undefined, {
    mailOutside: { nameServers: [dns.server] },
  });
});
after(async () => {
  await app?.stop();
  await Promise.all([peer?.close(), sink?.close(), dns?.close()]);
});

interface Desk {
  readonly tenant: TestTenant;
  readonly ask: Ask;
  readonly mailboxId: string;
  readonly at: string;
}

async function newDesk(): Promise<Desk> {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
  return { tenant, ask, mailboxId: id, at: `/api/mailboxes/${id}/sender` };
}

const own = () => ({
  host: '127.0.0.1',
  port: peer.port,
  security: 'none',
  username: 'desk',
  password,
});

const senderOf = async ({ ask, mailboxId }: Desk) =>
  (await ask('GET', '/api/mailboxes')).body.items.find(({ id }: { id: string }) => id === mailboxId).sender;

/** Answers a customer's mail. */
async function reply({ tenant, ask }: Desk): Promise<{ customer: string; ticket: string }> {
  const customer = `dana@customer-of.${tenant.host}`;
  await deliver(
    app,
    tenant.mailAddress,
    rawMail([`From: Dana <${customer}>`, 'Subject: order'], 'Where is it?'),
  );
  await settledLedger(ask, 1);
  const { id } = (await ask('GET', '/api/tickets/1')).body.ticket;
  const answer = await ask('POST', `/api/tickets/${id}/replies`, { text: 'On its way.' });
  assert.equal(answer.status, 201, answer.text);
  return { customer, ticket: id };
}

/** The mail that the installation's server took for the customer. */
async function untilSunk(customer: string): Promise<Buffer> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) {
    const [mail] = sink.to(customer);
    if (mail) return mail.raw;
  }
  throw new Error('no mail came');
}

test('a test mail says what the server answered; the installation’s server is used where there is no other', async () => {
  const desk = await newDesk();
  const attempt = (server?: object) =>
    desk.ask('POST', `${desk.at}/trial`, { to: 'me@example.com', ...(server && { server }) });
  assert.deepEqual((await attempt()).body, { problem: null, server_said: '250 2.0.0 queued as 4F2' });
  assert.equal(sink.to('me@example.com').at(-1)?.from, desk.tenant.mailAddress);

  const wrong = await attempt({ ...own(), password: 'wrong' });
  assert.equal(wrong.body.problem, 'smtp_wrong_password');
  assert.match(wrong.body.server_said, /^535 .*Invalid login/);
  assert.equal((await attempt({ ...own(), port: 1 })).body.problem, 'smtp_unreachable');
  assert.equal((await attempt({ ...own(), host: 'nowhere.invalid' })).body.problem, 'smtp_no_host');
  assert.equal((await attempt({ ...own(), security: 'starttls' })).body.problem, 'smtp_no_tls');
  assert.deepEqual((await attempt(own())).body, { problem: null, server_said: '250 2.0.0 queued as 77AB' });
  const [mail] = peer.inbox.filter(({ from }) => from === desk.tenant.mailAddress);
  assert.match(mail?.raw.toString() ?? '', /^Auto-Submitted: auto-generated$/m);
  assert.equal(await senderOf(desk), null, 'nothing was kept');
});

test('STARTTLS is not a wish: nobody hears the password before it, and the certificate has to be trusted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pniya-smtp-'));
  await makeCertificate(folder);
  const [key, cert] = await Promise.all(
    ['key.pem', 'cert.pem'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  await rm(folder, { recursive: true });
  const heard: string[] = [];
  const listen = ({ secret }: { secret: string }) => heard.push(secret) > 0;
  const [trusted, stranger] = [await startSmtpPeer(listen, { key, cert }), await startSmtpPeer(listen, {})];
  const trusting = await startTestApp({}, undefined, { mailOutside: { ca: cert ?? '' } });
  try {
    const tenant = await trusting.newTenant();
    const ask = await tenant.asUser();
    const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
    const attempt = async (security: string, { port }: SmtpPeer) => {
      const server = { ...own(), port, security };
      return (await ask('POST', `/api/mailboxes/${id}/sender/trial`, { to: 'me@example.com', server })).body;
    };
    assert.deepEqual(await attempt('starttls', trusted), {
      problem: null,
      server_said: '250 2.0.0 queued as 77AB',
    });
    assert.deepEqual(heard.splice(0), [password]);
    assert.equal((await attempt('starttls', stranger)).problem, 'smtp_untrusted');
    assert.equal((await attempt('starttls', peer)).problem, 'smtp_no_tls');
    assert.equal((await attempt('tls', peer)).problem, 'smtp_no_tls');
    assert.deepEqual(heard, []);
  } finally {
    await trusting.stop();
    await Promise.all([trusted.close(), stranger.close()]);
  }
});

test('kept: sealed, never answered, changed without the password only where it goes to the same server', async () => {
  const desk = await newDesk();
  const { password: _, ...without } = own();
  assert.equal((await desk.ask('PUT', desk.at, without)).status, 400);
  const kept = await desk.ask('PUT', desk.at, { ...own(), from_name: 'השירות שלנו' });
  assert.equal(kept.status, 200, kept.text);
  assert.deepEqual(
    [kept.body.host, kept.body.username, kept.body.from_name, kept.body.problem],
    ['127.0.0.1', 'desk', 'השירות שלנו', null],
  );
  assert.equal((await desk.ask('PUT', desk.at, { ...without, from_name: null })).status, 200);
  assert.equal((await desk.ask('PUT', desk.at, { ...without, host: 'thief.example' })).status, 400);
  const listed = await desk.ask('GET', '/api/mailboxes');
  const { rows } = await sql<{ text: string }>`
    select string_agg(one::text, ' ') as text from mailbox_senders as one`.execute(app.means.db);
  for (const text of [kept.text, listed.text, rows[0]?.text ?? '']) {
    assert.ok(!text.includes(password));
    assert.ok(!text.includes(Buffer.from(password).toString('hex')));
  }
  assert.equal((await desk.ask('DELETE', desk.at)).status, 204);
  assert.equal(await senderOf(desk), null);
});

test('a mailbox that can’t send says so, its mail waits, and leaves once it can; nobody else is hindered', async () => {
  const desk = await newDesk();
  const named = { ...own(), from_name: 'Shop Desk' };
  assert.equal((await desk.ask('PUT', desk.at, { ...named, password: 'old' })).status, 200);
  const { customer } = await reply(desk);
  await until(
    () => desk.ask('GET', '/api/mailboxes'),
    ({ items }) => items[0].sender.problem !== null,
  );
  const failing = await senderOf(desk);
  assert.equal(failing.problem, 'smtp_wrong_password');
  assert.match(failing.server_said, /^535 /);
  assert.ok(failing.failing_since);
  const delivery = async () => (await desk.ask('GET', '/api/tickets/1')).body.messages.at(-1).delivery;
  assert.equal((await delivery()).state, 'queued');
  const other = await newDesk();
  const { customer: others } = await reply(other);
  await untilSunk(others);

  assert.equal((await desk.ask('PUT', desk.at, named)).status, 200);
  assert.equal((await senderOf(desk)).failing_since, null);
  const ids = sql<{ message_id: string }>`
    update deliveries set next_attempt_at = now() where tenant_id = ${desk.tenant.tenantId} returning message_id`;
  const { rows } = await ids.execute(app.means.db);
  const senders = mailboxSenders(app.means.mail);
  for (const { message_id } of rows) await sendReply(desk.tenant.ctx, senders, message_id);
  const sent = peer.inbox.filter(({ to }) => to.includes(customer));
  assert.deepEqual(
    sent.map(({ user }) => user),
    ['desk'],
  );
  assert.match(sent[0]?.raw.toString() ?? '', /^From: "?Shop Desk"? <support@/m);
  assert.equal((await delivery()).state, 'sent');
  assert.ok((await senderOf(desk)).last_ok_at);
  assert.deepEqual(sink.to(customer), []);
});

test('a domain’s key: the record to copy, what is wrong with it in the DNS, and signed once it is right', async () => {
  const desk = await newDesk();
  const { ask, tenant } = desk;
  const at = `/api/dkim-keys/${tenant.host}`;
  assert.deepEqual((await ask('GET', '/api/dkim-keys')).body, { items: [], without: [tenant.host] });
  assert.equal((await ask('POST', '/api/dkim-keys', { domain: 'bank.example' })).status, 400);
  const made = await ask('POST', '/api/dkim-keys', { domain: tenant.host });
  assert.equal(made.status, 201, made.text);
  const { record_name: name, record_value: value } = made.body;
  assert.match(name, new RegExp(`^pniya\\d{8}\\._domainkey\\.${tenant.host}$`));
  assert.match(value, /^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{300,}={0,2}$/);
  assert.equal((await ask('POST', '/api/dkim-keys', { domain: tenant.host })).status, 409);

  const problem = async () => (await ask('POST', `${at}/check`)).body.problem;
  const testMail = async () => {
    await ask('POST', `${desk.at}/trial`, { to: `me@${tenant.host}` });
    return sink.to(`me@${tenant.host}`).at(-1)?.raw ?? Buffer.alloc(0);
  };
  assert.equal(await problem(), 'dkim_no_record');
  const tooEarly = await ask('PATCH', at, { is_active: true });
  assert.deepEqual([tooEarly.status, tooEarly.body.reason], [422, 'dkim_no_record']);
  dns.records.set(name, [value.slice(0, 200)]);
  assert.equal(await problem(), 'dkim_other_key');
  dns.records.set(name, [value]);
  assert.equal(await problem(), null);
  assert.doesNotMatch((await testMail()).toString(), /DKIM-Signature/, 'not before it is active');

  const active = await ask('PATCH', at, { is_active: true });
  assert.deepEqual([active.status, active.body.is_active, active.body.problem], [200, true, null]);
  const recordAt = (asked: string) => dns.records.get(asked)?.join('') ?? '';
  assert.equal(checkSignature(await testMail(), recordAt).get('d'), tenant.host);
  const { customer } = await reply(desk);
  checkSignature(await untilSunk(customer), recordAt);

  assert.equal((await ask('PATCH', at, { is_active: false })).status, 200);
  assert.doesNotMatch((await testMail()).toString(), /DKIM-Signature/);
  const { rows } = await sql<{ text: string }>`
    select one::text as text from dkim_keys as one where domain = ${tenant.host}`.execute(app.means.db);
  assert.doesNotMatch(rows[0]?.text ?? '', /PRIVATE KEY/);
  assert.equal((await ask('DELETE', at)).status, 204);
});

test('an installation may keep tenants’ mail servers out of its own network', async () => {
  const closed = await startTestApp({ privateMailServers: false });
  try {
    const tenant = await closed.newTenant();
    const ask = await tenant.asUser();
    const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
    for (const host of ['127.0.0.1', 'localhost', '169.254.169.254', '10.0.0.7']) {
      const server = { ...own(), host };
      const out = await ask('POST', `/api/mailboxes/${id}/sender/trial`, { to: 'me@example.com', server });
      assert.equal(out.body.problem, 'private_host', host);
      const read = await ask('POST', `/api/mailboxes/${id}/connection/trial`, server);
      assert.equal(read.body.problem, 'private_host', host);
    }
  } finally {
    await closed.stop();
  }
});

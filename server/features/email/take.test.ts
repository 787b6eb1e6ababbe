import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rawMail, settledLedger } from '../../testing/mail-client.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';

let app: TestApp;
before(async () => {
  app = await startTestApp({ mailMaxBytes: 300_000 });
});
after(() => app.stop());

const mail = rawMail(['From: dana@example.com', 'Subject: push', 'Message-ID: <push@example.com>'], 'שלום');
const push = (client: Ask, body: string, query = '') =>
  client('POST', `/v2/intake/mail${query}`, body, { 'content-type': 'message/rfc822' });

async function otherMailbox(tenant: TestTenant): Promise<string> {
  const address = `sales@${tenant.host}`;
  const user = await tenant.asUser();
  await user('POST', '/api/mailboxes', { name: 'מכירות', addresses: [address] });
  return address;
}

test('a pushed mail is a ledger row and then a ticket; the same bytes again are a duplicate', async () => {
  const tenant = await app.newTenant();
  const [client, user] = [await tenant.asClient(), await tenant.asUser()];
  const taken = await push(client, mail, `?to=${tenant.mailAddress}&from=bounces@example.com`);
  assert.equal(taken.status, 201, taken.text);
  assert.deepEqual([taken.body.state, taken.body.message], ['pending', 'הדוא״ל נקלט']);
  const [row] = await settledLedger(user, 1);
  assert.deepEqual([row.id, row.state, row.title], [taken.body.id, 'ticket', 'push']);
  assert.equal((await user('GET', `/api/intake/${row.id}/raw`)).text, mail);
  assert.equal((await push(client, mail)).body.state, 'duplicate');
  assert.equal((await settledLedger(user, 2))[0].state, 'duplicate');
});

test('without `to` the mail’s own headers say whose it is, and a tenant’s only mailbox takes the rest', async () => {
  const tenant = await app.newTenant();
  const client = await tenant.asClient();
  assert.equal((await push(client, `To: list@example.com\r\n${mail}`)).status, 201);
  const sales = await otherMailbox(tenant);
  const delivered = `Delivered-To: ${sales}\r\nTo: ${tenant.mailAddress}\r\nX: 1\r\n${mail}`;
  assert.equal((await push(client, delivered)).status, 201);
  const user = await tenant.asUser();
  const rows = await settledLedger(user, 2);
  assert.deepEqual(
    rows.map((row: { source: string }) => row.source),
    ['מכירות', 'שירות'],
  );
});

test('what is for nobody, empty, too large or no mail is refused by name, and kept as rejected', async () => {
  const tenant = await app.newTenant();
  await otherMailbox(tenant);
  const [client, user] = [await tenant.asClient(), await tenant.asUser()];
  const stranger = await push(client, mail);
  assert.deepEqual([stranger.status, stranger.body.errors[0].field], [400, 'to']);
  assert.equal((await push(client, mail, '?to=nobody@example.com')).status, 400);
  const empty = await push(client, '', `?to=${tenant.mailAddress}`);
  assert.deepEqual([empty.status, empty.body.reason], [400, 'mail_empty']);
  const large = await push(client, mail + 'x'.repeat(300_000), `?to=${tenant.mailAddress}`);
  assert.deepEqual([large.status, large.body.reason], [413, 'mail_too_large']);
  const rows = await settledLedger(user, 4);
  assert.ok(rows.every((row: { state: string }) => row.state === 'rejected'));
  assert.match((await user('GET', `/api/intake/${rows[3].id}/raw`)).text, /^From: dana/);
  assert.match((await user('GET', `/api/intake/${rows[0].id}/raw`)).text, /^From: dana/);
  const json = await client('POST', '/v2/intake/mail', { subject: 'x' });
  assert.deepEqual([json.status, json.body.reason], [415, 'mail_expected']);
});

test('the scope is its own, and another tenant’s mailbox is nobody’s', async () => {
  const [tenant, other] = [await app.newTenant(), await app.newTenant()];
  const without = await tenant.asClient(['tickets:write', 'tickets:read']);
  assert.equal((await push(without, mail)).status, 403);
  const client = await tenant.asClient(['mail:write']);
  assert.equal((await push(client, mail, `?to=${other.mailAddress}`)).status, 400);
  assert.equal((await client('GET', '/v2/tickets')).status, 403);
  const theirs = (await (await other.asUser())('GET', '/api/intake')).body;
  assert.deepEqual(theirs.items, []);
});

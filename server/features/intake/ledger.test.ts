import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf } from '../../../shared/id.ts';
import { newId } from '../../database/uuid.ts';
import { deliver, rawMail, settledLedger } from '../../testing/mail-client.ts';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { recordAccepted } from '../messages/delivery.service.ts';
import { findWaitingMistakes } from '../tickets/evidence.service.ts';
import { recordArrival } from './interpret.service.ts';
import { addWordOfItem } from './items.service.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const create = '/v2/tickets/create';
const status = '233476065495939904005866822871905093425';
const dana = ['From: Dana <dana@example.com>', 'Subject: =?utf-8?B?16nXnNeV150=?='];
const unreadable = (subject: string) =>
  rawMail(
    [
      'From: =?utf-8?B?15PXoNeU?= <x@example.com>',
      `Subject: ${subject}`,
      'Content-Type: multipart/mixed; boundary=b',
    ],
    '--b\r\n\r\nx\r\n'.repeat(1100),
  );

async function pagesOf(user: Ask, query: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const { body }: Awaited<ReturnType<Ask>> = await user(
      'GET',
      `/api/intake?${query}${after && `&after=${after}`}`,
    );
    assert.ok(body.items, JSON.stringify(body));
    ids.push(...body.items.map((one: { id: string }) => one.id));
    after = body.after;
  }
  return ids;
}

test('the equation adds up over both channels and every state, and the ledger is read to its end', async () => {
  const tenant = await product.newTenant();
  const [client, user] = [await tenant.asClient(), await tenant.asUser('agent')];
  const { body: made } = await client('POST', create, { subject: 'א', status });
  await client('POST', create, { subject: '', status });
  await client('POST', `/v2/tickets/${made.id}/messages`, { msg: 'עוד' });
  await client('POST', `/v2/tickets/${made.id}/messages`, { msg: 'פנימי', direction: 'internal' });
  await deliver(product, tenant.mailAddress, rawMail([...dana, 'Message-ID: <1@x>'], 'שלום'));
  await deliver(product, tenant.mailAddress, rawMail([...dana, 'Message-ID: <1@x>'], 'שלום'));
  await deliver(product, tenant.mailAddress, rawMail([...dana, 'In-Reply-To: <1@x>'], 'ועוד'));
  await deliver(product, tenant.mailAddress, unreadable('one'));
  await deliver(product, tenant.mailAddress, unreadable('two'));
  const rows = await settledLedger(user, 8);
  const waiting = rows.filter((row: { state: string }) => row.state === 'quarantined');
  assert.equal(waiting.length, 2);
  const ignored = await user('POST', `/api/intake/${waiting[0].id}/ignore`, { reason: 'פרסומת' });
  assert.equal(ignored.status, 204);
  const since = 'since=2020-01-01T00:00:00Z';
  const { body: summary } = await user('GET', `/api/intake/summary?${since}`);
  const of = (name: string) => summary.channels.find((one: { channel: string }) => one.channel === name);
  const nothing = { duplicate: 0, ignored: 0, rejected: 0, quarantined: 0, pending: 0 };
  assert.deepEqual(of('api'), { channel: 'api', total: 3, tickets: 1, replies: 1, ...nothing, rejected: 1 });
  assert.deepEqual(of('email'), {
    ...{ channel: 'email', total: 5, tickets: 1, replies: 1 },
    ...{ ...nothing, duplicate: 1, ignored: 1, quarantined: 1 },
  });
  assert.equal((await user('GET', '/api/tickets/counts')).body.quarantined, 1);
  const all = rows.map((row: { id: string }) => row.id);
  assert.deepEqual(await pagesOf(user, 'limit=3'), all);
  assert.equal((await pagesOf(user, 'limit=2&channel=email')).length, 5);
  assert.equal((await pagesOf(user, 'limit=1&state=ticket')).length, 4);
  for (const [settledAs, api, email] of [
    ['ticket', 1, 1],
    ['reply', 1, 1],
  ] as const) {
    const shown = `limit=1&${since}&settled_as=${settledAs}`;
    assert.equal((await pagesOf(user, `${shown}&channel=api`)).length, api, settledAs);
    assert.equal((await pagesOf(user, `${shown}&channel=email`)).length, email, settledAs);
  }
  assert.deepEqual(await pagesOf(user, 'since=2099-01-01T00:00:00Z'), []);
  assert.equal((await user('GET', '/api/intake?since=yesterday')).status, 400);
  const late = await user('GET', '/api/intake/summary?since=2099-01-01T00:00:00Z');
  assert.deepEqual(late.body.channels, []);
  for (const when of ['1900-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59']) {
    assert.equal((await user('GET', `/api/intake/summary?since=${when}`)).status, 200, when);
  }
});

test('a person retries, ignores, or opens a ticket of what nobody could read; each only where it fits', async () => {
  const tenant = await product.newTenant();
  const [client, user] = [await tenant.asClient(), await tenant.asUser('agent')];
  await deliver(product, tenant.mailAddress, unreadable('נושא'));
  const [row] = await settledLedger(user, 1);
  const url = `/api/intake/${row.id}`;
  assert.equal((await user('POST', `${url}/ignore`, { reason: ' ' })).status, 400);
  assert.equal((await user('POST', `${url}/ignore`, { reason: 'לא פנייה' })).status, 204);
  const { body: ignored } = await user('GET', url);
  assert.deepEqual([ignored.state, ignored.reason, ignored.error], ['ignored', 'לא פנייה (דנה כהן)', null]);
  assert.equal((await user('POST', `${url}/ignore`, { reason: 'שוב' })).status, 409);
  const back = await user('DELETE', `${url}/ignore`);
  assert.deepEqual([back.status, back.body], [200, row], 'it is exactly what it was');
  assert.equal((await user('DELETE', `${url}/ignore`)).status, 409);
  assert.equal((await user('POST', `${url}/ignore`, { reason: 'לא פנייה' })).status, 204);
  assert.equal((await user('POST', `${url}/retry`)).status, 200);
  await settledLedger(user, 1);
  const { status: code, body: opened } = await user('POST', `${url}/ticket`, { subject: 'ביד' });
  assert.equal(code, 201);
  const { body: page } = await user('GET', `/api/tickets/${opened.number}`);
  assert.deepEqual(
    [page.ticket.subject, page.ticket.channel, page.ticket.is_handled],
    ['ביד', 'email', false],
  );
  assert.match(page.messages[0].text, /^From: .+<x@example\.com>/);
  assert.equal((await user('GET', url)).body.ticket_number, opened.number);
  for (const verb of ['ticket', 'retry', 'ignore']) {
    const again = await user(
      'POST',
      `${url}/${verb}`,
      verb === 'retry' ? undefined : { subject: 's', reason: 'r' },
    );
    const reason = verb === 'retry' ? 'nothing_to_retry' : 'already_settled';
    assert.deepEqual([again.status, again.body.reason], [409, reason], verb);
  }
  await client('POST', create, '{"subject":"חסר סטטוס"}', { 'content-type': 'application/json' });
  const { body: ledger } = await user('GET', '/api/intake?state=rejected');
  const refused = `/api/intake/${ledger.items[0].id}`;
  assert.equal((await user('POST', `${refused}/retry`)).status, 409, 'an API body is wrong for ever');
  const { body: byHand } = await user('POST', `${refused}/ticket`, { subject: 'חסר סטטוס' });
  assert.equal(byHand.number, opened.number + 1);
});

test('a text that is cut in the middle of a character opens its ticket all the same', async () => {
  const tenant = await product.newTenant();
  const [client, user] = [await tenant.asClient(), await tenant.asUser('agent')];
  const cut = `${'a'.repeat(199_999)}😀${'b'.repeat(1000)}`;
  await client('POST', create, cut, { 'content-type': 'application/json' });
  const [refused] = await settledLedger(user, 1);
  const { status: code, body: opened } = await user('POST', `/api/intake/${refused.id}/ticket`, {
    subject: 's',
  });
  assert.equal(code, 201);
  const { body: page } = await user('GET', `/api/tickets/${opened.number}`);
  const { body: whole } = await user('GET', `/api/messages/${page.messages[0].id}`);
  assert.equal(whole.text, `${'a'.repeat(199_999)}\uFFFD`);
  const name = Buffer.from(`${'n'.repeat(299)}😀`).toString('base64');
  await deliver(
    product,
    tenant.mailAddress,
    rawMail([`From: =?utf-8?B?${name}?= <long@example.com>`, 'Subject: s'], 'x'),
  );
  const [mail] = await settledLedger(user, 2);
  assert.deepEqual([mail.state, mail.error], ['ticket', null]);
});

test('what nobody could read is named in the ledger, and its ticket by hand can be answered', async () => {
  const tenant = await product.newTenant();
  const [client, user] = [await tenant.asClient(), await tenant.asUser('agent')];
  const subject = `=?utf-8?B?${Buffer.from('הזמנה 4471').toString('base64')}?=`;
  await deliver(product, tenant.mailAddress, unreadable(subject));
  const refused = { subject: ' משלוח ', msg: 'איפה?', phone: '054-9255555', email: 'lea@example.com' };
  await client('POST', create, { ...refused, status: '7' });
  await client('POST', create, '{"subject":5,', { 'content-type': 'application/json' });
  const rows: { title: string | null; sender: string | null; id: string }[] = await settledLedger(user, 3);
  assert.deepEqual(
    rows.map(({ title, sender }) => [title, sender]),
    [
      [null, null],
      ['משלוח', 'lea@example.com'],
      ['הזמנה 4471', 'x@example.com'],
    ],
  );
  const open = async (row: { id: string } | undefined) => {
    const { body } = await user('POST', `/api/intake/${row?.id}/ticket`, { subject: 'ביד' });
    return (await user('GET', `/api/tickets/${body.number}`)).body;
  };
  const mail = await open(rows[2]);
  assert.equal(mail.ticket.reply_target.to.address, 'x@example.com');
  assert.equal(mail.ticket.reply_target.from.address, tenant.mailAddress);
  const [whole] = mail.messages[0].attachments;
  assert.deepEqual([whole.name, whole.media_type], ['mail.eml', 'message/rfc822']);
  assert.equal(mail.account.name, 'דנה');
  const raw = await user('GET', `/api/intake/${rows[2]?.id}/raw`);
  assert.match(String(raw.headers['content-disposition']), /^attachment; filename="intake-\d+\.eml"$/);
  const download = await user('GET', `/api/attachments/${whole.id}`);
  assert.equal(download.text, unreadable(subject).toString());
  const byApi = await open(rows[1]);
  assert.deepEqual([byApi.ticket.email, byApi.ticket.phone], ['lea@example.com', '054-9255555']);
  assert.equal(byApi.ticket.reply_target.to.address, 'lea@example.com');
});

test('viewers read the ledger and decide nothing; another tenant has no such row', async () => {
  const tenant = await product.newTenant();
  const [client, viewer] = [await tenant.asClient(), await tenant.asUser('viewer')];
  const stranger = await (await product.newTenant()).asUser();
  await client('POST', create, {});
  const { body: ledger } = await viewer('GET', '/api/intake');
  const url = `/api/intake/${ledger.items[0].id}`;
  assert.equal((await viewer('GET', url)).status, 200);
  assert.equal((await viewer('GET', `${url}/raw`)).text, '{}');
  for (const path of ['', '/raw']) assert.equal((await stranger('GET', url + path)).status, 404);
  const agent = await tenant.asUser('agent');
  await agent('POST', `${url}/ignore`, { reason: 'נדחתה בצדק' });
  assert.equal((await viewer('DELETE', `${url}/ignore`)).status, 403);
  assert.equal((await stranger('DELETE', `${url}/ignore`)).status, 404);
  assert.equal((await agent('DELETE', `${url}/ignore`)).body.state, 'rejected');
  for (const verb of ['ticket', 'retry', 'ignore']) {
    const body = verb === 'retry' ? undefined : { subject: 's', reason: 'r' };
    assert.equal((await viewer('POST', `${url}/${verb}`, body)).status, 403);
    assert.equal((await stranger('POST', `${url}/${verb}`, body)).status, 404);
  }
  assert.deepEqual((await viewer('GET', '/api/intake')).body, ledger);
  assert.deepEqual((await stranger('GET', '/api/intake')).body.items, []);
});

test('a word that nobody could see yet is not handled by what was said meanwhile', async () => {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const { body: made } = await client('POST', create, { subject: 's', status, email: 'dana@example.com' });
  const createdAt = new Date();
  const item = { channel: 'email', source: 'mailbox', externalKey: null, envelope: {}, rawBytes: 1 } as const;
  const { intakeId } = await recordArrival(product.means, {
    ...{ ...item, tenantId: tenant.tenantId, rawSha256: Buffer.alloc(32, made.id) },
  });
  const { body: reply } = await agent('POST', `/api/tickets/${made.id}/replies`, { text: 'תשובה' });
  await recordAccepted(tenant.ctx, uuidOf(reply.id) ?? '', '250 ok', 1);
  assert.equal((await client('GET', `/v2/tickets/${made.id}`)).body.is_handled, true);
  const word = {
    id: newId(),
    ticketId: uuidOf(made.id) ?? '',
    intakeId,
    text: 'עוד',
    createdAt,
    contentKey: null,
  } as const;
  const kept = await addWordOfItem(
    tenant.ctx,
    { ...word, channel: 'email', direction: 'inbound', author: 'sender' },
    [],
  );
  assert.equal(kept, true);
  const { body: ticket } = await client('GET', `/v2/tickets/${made.id}`);
  assert.equal(ticket.is_handled, false);
  assert.ok(ticket.waiting_since > reply.created_at);
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
});

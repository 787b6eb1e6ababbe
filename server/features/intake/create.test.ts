import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const create = '/v2/tickets/create';
const status = '233476065495939904005866822871905093425';
/** The body of the published page, as it stands. */
const published = `{
    "account_id": "",
    "subject": "my subject",
    "msg": "my description",
    "owner": "",
    "department_id": "",
    "priority_id": "",
    "status": "233476065495939904005866822871905093425",
    "phone": "0549255555",
    "email": ""
}`;
const json = { 'content-type': 'application/json' };

test('the published example works as it stands, in a newly made tenant', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const answer = await client('POST', create, published, json);
  assert.equal(answer.status, 201, answer.text);
  assert.deepEqual(Object.keys(answer.body), ['id', 'message', 'ticket_status']);
  assert.match(answer.body.id, /^\d{1,39}$/);
  assert.equal(answer.body.message, 'טיקט נוצר בהצלחה');
  assert.equal(answer.body.ticket_status, status);
  assert.equal(answer.headers.location, `http://${tenant.host}/v2/tickets/${answer.body.id}`);
  const { body: ticket } = await client('GET', String(answer.headers.location).split(tenant.host)[1] ?? '');
  assert.equal(ticket.subject, 'my subject');
  assert.equal(ticket.number, 1);
  assert.equal(ticket.phone, '0549255555');
  assert.equal(ticket.email, null);
  assert.equal(ticket.owner, null);
  assert.equal(ticket.is_handled, false);
  assert.equal(ticket.waiting_since, ticket.created);
  const { body: messages } = await client('GET', `/v2/tickets/${answer.body.id}/messages`);
  assert.equal(messages.items[0].msg, 'my description');
  const { body: ledger } = await (await tenant.asUser())('GET', '/api/intake');
  assert.equal(ledger.items.length, 1);
  assert.equal(ledger.items[0].state, 'ticket');
  assert.equal(ledger.items[0].raw_bytes, Buffer.byteLength(published));
  assert.equal(ledger.items[0].ticket_number, 1);
  assert.equal(ledger.items[0].source, 'האתר');
});

test('ids are taken as strings and as bare numbers beyond 2^53, and lose no digit', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const first = async (url: string) => (await client('GET', url)).body.items.at(-1).id as string;
  const [department, priority] = [
    await first('/v2/tickets/departments'),
    await first('/v2/tickets/priorities'),
  ];
  const { userId } = await tenant.asUser('agent');
  const owner = (await client('GET', '/v2/users')).body.items[0].id as string;
  assert.ok(userId);
  const body = `{"subject":"ids","status":${status},"department_id":${department},"priority_id": ${priority} ,"owner":${owner}}`;
  const { body: made } = await client('POST', create, body, json);
  const { body: ticket } = await client('GET', `/v2/tickets/${made.id}`);
  assert.deepEqual(
    [ticket.status, ticket.department_id, ticket.priority_id, ticket.owner],
    [status, department, priority, owner],
  );
  const bare = await client('GET', `/v2/tickets?status=${status}&owner=${owner}`);
  assert.deepEqual(bare.body.items, [ticket]);
});

test('"", null and a missing key all mean "not given"; other keys are ignored', async () => {
  const client = await (await product.newTenant()).asClient();
  const optional = ['account_id', 'msg', 'owner', 'department_id', 'priority_id', 'phone', 'email'];
  for (const nothing of ['', null, undefined]) {
    const given = Object.fromEntries(optional.map((key) => [key, nothing]));
    const extra = { source: 'site', nested: { a: [1] }, big: 1, constructor: 'x', Subject: 'no' };
    const answer = await client('POST', create, { ...given, ...extra, subject: 's', status });
    assert.equal(answer.status, 201, answer.text);
    const { body: ticket } = await client('GET', `/v2/tickets/${answer.body.id}`);
    for (const key of ['account_id', 'owner', 'department_id', 'priority_id', 'phone', 'email']) {
      assert.equal(ticket[key], null, key);
    }
  }
  const proto = `{"__proto__":{"subject":"x"},"subject":"s","status":"${status}","big":123456789012345678901234567890}`;
  assert.equal((await client('POST', create, proto, json)).status, 201);
});

test('every Unicode text comes back byte for byte', async () => {
  const client = await (await product.newTenant()).asClient();
  const texts = [
    'שלום עולם, מה שלומך? "ציטוט" גרש׳ גרשיים״',
    'נִקּוּד מָלֵא · שׁ שׂ · \u05E9\u05C1',
    '\u202Eהפוך\u202C \u200F\u200E\u2066x\u2069 \u061C',
    'e\u0301 ≠ \u00E9, \u212B ≠ \u00C5',
    '👩‍👩‍👧‍👦 🏳️‍🌈 🇮🇱 𝔘𝔫𝔦 \u{10FFFF}',
    '\u0001\u001F\u007F\u0085\u2028\u2029\uFEFF\uFFFE\uFFFD',
    '  רווחים\t\r\n  בקצוות \n',
    '\\u0000 "\\" </script> \'; drop table tickets; -- %s $1',
  ];
  for (const text of texts) {
    const answer = await client('POST', create, { subject: text, msg: text, status });
    assert.equal(answer.status, 201, answer.text);
    const { body: ticket } = await client('GET', `/v2/tickets/${answer.body.id}`);
    assert.equal(ticket.subject, text);
    const { body: messages } = await client('GET', `/v2/tickets/${answer.body.id}/messages`);
    assert.equal(messages.items[0].msg, text);
  }
});

test('a ticket that comes with a closed status is closed, waits all the same, and opens again with the next word', async () => {
  const tenant = await product.newTenant();
  const [client, user] = [await tenant.asClient(), await tenant.asUser()];
  const { items } = (await client('GET', '/v2/tickets/statuses')).body;
  const closed = items.find(({ name }: { name: string }) => name.includes('סגור'));
  const made = await client('POST', '/v2/tickets/create', { subject: 'סגור מלידה', status: closed.id });
  assert.equal(made.status, 201);
  const page = (await user('GET', '/api/tickets/1')).body;
  assert.notEqual(page.ticket.closed_at, null);
  assert.equal(page.ticket.is_handled, false);
  await client('POST', `/v2/tickets/${made.body.id}/messages`, { msg: 'ועוד דבר' });
  assert.equal((await user('GET', '/api/tickets/1')).body.ticket.closed_at, null);
});

test('limits are counted in characters: the longest is taken, one more is not', async () => {
  const client = await (await product.newTenant()).asClient();
  for (const sign of ['a', 'א', '😀']) {
    const subject = sign.repeat(500);
    const made = await client('POST', create, { subject, status });
    assert.equal(made.status, 201, `${sign}: ${made.text}`);
    assert.equal((await client('GET', `/v2/tickets/${made.body.id}`)).body.subject, subject);
    const long = await client('POST', create, { subject: subject + sign, status });
    assert.equal(long.status, 400);
    assert.deepEqual(
      long.body.errors.map((one: { field: string }) => one.field),
      ['subject'],
    );
  }
  const msg = 'ש'.repeat(200_000);
  assert.equal((await client('POST', create, { subject: 's', msg, status })).status, 201);
  const long = await client('POST', create, { subject: 's', msg: `${msg}א`, status });
  assert.equal(long.status, 400);
  assert.equal(long.body.errors[0].field, 'msg');
});

test('a token comes before everything else, and it must have the scope', async () => {
  const tenant = await product.newTenant();
  const without = await product.app.inject({
    method: 'POST',
    url: create,
    headers: { host: tenant.host, ...json },
    payload: '{not json',
  });
  assert.equal(without.statusCode, 401);
  assert.match(String(without.headers['www-authenticate']), /^Bearer/);
  const reader = await tenant.asClient(['tickets:read']);
  const refused = await reader('POST', create, '{not json', json);
  assert.equal(refused.status, 403);
  assert.equal(refused.body.reason, 'insufficient_scope');
  assert.match(String(refused.headers['www-authenticate']), /error="insufficient_scope"/);
  const stranger = await product.newTenant();
  const { authorization = '' } = (await stranger.asClient()).headers;
  const foreign = await product.app.inject({
    method: 'POST',
    url: create,
    headers: { host: tenant.host, authorization, ...json },
    payload: published,
  });
  assert.equal(foreign.statusCode, 401);
  const { body: ledger } = await (await tenant.asUser())('GET', '/api/intake');
  assert.deepEqual(ledger.items, []);
  const writer = await tenant.asClient(['tickets:write']);
  const loud = { ...json, authorization: (writer.headers.authorization ?? '').replace('Bearer', 'BEARER') };
  assert.equal((await writer('POST', create, published, loud)).status, 201);
});

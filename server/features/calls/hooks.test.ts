import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { connectExchange, placetelSignature, twilioSignature } from '../../testing/exchange.ts';
import { seeded } from '../../testing/exchange-day.ts';
import { until } from '../../testing/mail-client.ts';
import { startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

async function desk() {
  const tenant = await product.newTenant();
  return { tenant, administrator: await tenant.asUser() };
}

/** How much is kept of the phone, but for counters. */
async function kept({ tenantId, ctx }: TestTenant): Promise<number> {
  const { rows } = await sql<{ many: number }>`select (
    (select count(*) from intake where tenant_id = ${tenantId}) + (select count(*) from calls where tenant_id = ${tenantId})
    + (select count(*) from call_events where tenant_id = ${tenantId}) + (select count(*) from messages where tenant_id = ${tenantId})
    )::int as many`.execute(ctx.db);
  return rows[0]?.many ?? -1;
}

const newCall = { event: 'newCall', from: '0541234567', to: '037654321', direction: 'in', callId: 'c1' };

test('a wrong address is 401 and nothing is kept but a counter; so is an exchange that is switched off, and an old address', async () => {
  const { tenant, administrator } = await desk();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic' });
  const wrong = { ...exchange.addresses, events: `http://${tenant.host}/hooks/phone/${'x'.repeat(43)}` };
  const post = (url: string) =>
    product.app.inject({
      ...{ method: 'POST', url: new URL(url).pathname, headers: { host: tenant.host }, payload: newCall },
    });
  assert.equal((await post(wrong.events)).statusCode, 401);
  const { body: renewed } = await administrator('POST', `/api/phone-connections/${exchange.id}/token`);
  assert.equal((await exchange.push(newCall)).status, 401);
  assert.equal((await post(renewed.addresses[0].url)).statusCode, 200);
  const url = `/api/phone-connections/${exchange.id}`;
  assert.equal((await administrator('PATCH', url, { is_active: false })).body.connection.is_active, false);
  const before = await kept(tenant);
  assert.equal((await post(renewed.addresses[0].url)).statusCode, 401);
  assert.equal(await kept(tenant), before);
  const { body: list } = await administrator('GET', '/api/phone-connections');
  assert.equal(list.refused_unknown, 3);
  assert.ok(!JSON.stringify(list).includes(exchange.addresses.events?.split('/').at(-1) ?? '-'));
});

test('another tenant’s address is worth nothing at this host', async () => {
  const [one, other] = [await desk(), await desk()];
  const theirs = await connectExchange(product, other.tenant, other.administrator, { provider: 'generic' });
  const answer = await product.app.inject({
    method: 'POST',
    url: new URL(theirs.addresses.events ?? '').pathname,
    headers: { host: one.tenant.host },
    payload: newCall,
  });
  assert.equal(answer.statusCode, 401);
  assert.deepEqual([await kept(one.tenant), await kept(other.tenant)], [0, 0]);
});

test('Placetel and Twilio: a wrong signature is 403 and nothing is kept but a counter; a right one is taken', async () => {
  const { tenant, administrator } = await desk();
  const placetel = await connectExchange(product, tenant, administrator, { provider: 'placetel' });
  const twilio = await connectExchange(product, tenant, administrator, { provider: 'twilio' });
  const ringing = 'event=IncomingCall&from=022129191999&to=022199998560&call_id=f459&direction=in';
  const sid = 'CallSid=CA1&From=%2B972541234567&To=%2B97237654321&CallStatus=ringing&Direction=inbound';
  assert.equal((await placetel.push(ringing)).status, 403);
  assert.equal((await placetel.push(`${ringing}0`, placetelSignature(ringing))).status, 403);
  assert.equal((await twilio.push(sid, twilioSignature('https://elsewhere.example/', sid))).status, 403);
  assert.equal(await kept(tenant), 0);
  const { body: list } = await administrator('GET', '/api/phone-connections');
  assert.deepEqual(
    list.items.map((one: { refused: { count: number } }) => one.refused.count),
    [2, 1],
  );
  assert.equal((await placetel.push(ringing, placetelSignature(ringing))).status, 200);
  const answer = await twilio.push(sid, twilioSignature(twilio.addresses.events ?? '', sid));
  assert.deepEqual([answer.status, answer.text], [200, '<?xml version="1.0" encoding="UTF-8"?><Response/>']);
  assert.equal((await administrator('GET', '/api/calls/live')).body.items.length, 2);
  const none = { provider: 'twilio', name: 'x' };
  assert.equal((await administrator('POST', '/api/phone-connections', none)).status, 400);
});

test('what cannot be read is kept in quarantine, answered so that it is not sent again, and read once it can be', async () => {
  const { tenant, administrator } = await desk();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic' });
  const answer = await exchange.push({ ...newCall, direction: 'upwards' });
  assert.deepEqual([answer.status, answer.body], [422, { error: 'direction upwards is not known' }]);
  assert.equal((await exchange.push('')).status, 422);
  assert.equal((await exchange.push('a=\u00ff%ff')).status, 422);
  const { items } = (await administrator('GET', '/api/intake?state=quarantined')).body;
  assert.equal(items.length, 3);
  const row = items.at(-1);
  assert.equal(row.error, 'UnreadablePushError: direction upwards is not known');
  assert.deepEqual([row.channel, row.source], ['phone', 'generic']);
  const raw = (await administrator('GET', `/api/intake/${row.id}`)).body;
  assert.match(raw.raw_text, /upwards/);
  assert.ok(!JSON.stringify(raw).includes('hooks/phone'), 'the secret is not in the ledger');
  const read = await administrator('POST', `/api/intake/${row.id}/retry`);
  assert.equal(read.status, 200);
  await settled(administrator, row.id, 'quarantined');
  await sql`update intake set raw = ${Buffer.from(JSON.stringify(newCall))} where tenant_id = ${tenant.tenantId}
    and error like '%upwards%'`.execute(tenant.ctx.db);
  await administrator('POST', `/api/intake/${row.id}/retry`);
  await settled(administrator, row.id, 'duplicate');
  assert.equal((await administrator('GET', '/api/calls/live')).body.items.length, 1);
});

async function settled(ask: Awaited<ReturnType<TestTenant['asUser']>>, id: string, state: string) {
  await until(
    () => ask('GET', `/api/intake/${id}`),
    (body) => body.state === state,
  );
}

test('packed bodies are read; one that is not what it says is kept aside; an address that is looked at keeps nothing', async () => {
  const { tenant, administrator } = await desk();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic' });
  const url = new URL(exchange.addresses.events ?? '').pathname;
  const send = (method: 'GET' | 'POST', payload: Buffer, headers: Record<string, string> = {}, query = '') =>
    product.app.inject({ method, url: url + query, headers: { host: tenant.host, ...headers }, payload });
  const json = Buffer.from(JSON.stringify(newCall));
  const gzip = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
  assert.equal((await send('POST', gzipSync(json), gzip)).statusCode, 200);
  assert.equal((await administrator('GET', '/api/calls/live')).body.items.length, 1);
  assert.equal((await send('POST', gzipSync(Buffer.alloc(2_000_000)), gzip)).statusCode, 413);
  assert.equal((await send('GET', Buffer.alloc(0))).statusCode, 200);
  assert.equal((await administrator('GET', '/api/intake?state=quarantined')).body.items.length, 0);
  const odd = JSON.stringify({ ...newCall, callId: 'odd', user: Array(300).fill('u'.repeat(1000)) });
  assert.equal((await send('POST', Buffer.from(odd), { 'content-type': 'json' })).statusCode, 200);
  assert.equal((await send('POST', json.subarray(9), gzip)).statusCode, 422);
  assert.equal((await send('POST', Buffer.alloc(0))).statusCode, 422);
  assert.equal((await administrator('GET', '/api/intake?state=quarantined')).body.items.length, 2);
  const twilio = await connectExchange(product, tenant, administrator, { provider: 'twilio' });
  const asked = `${twilio.addresses.events}?CallSid=CA7&From=%2B972541234567&To=%2B97237654321&CallStatus=ringing&Direction=inbound`;
  const ringing = await product.app.inject({
    ...{ method: 'GET', url: asked, headers: { host: tenant.host, ...twilioSignature(asked, '') } },
  });
  assert.equal(ringing.statusCode, 200);
  const [live, ...others] = (await administrator('GET', '/api/calls/live')).body.items;
  assert.deepEqual([live.state, others.length], ['ringing', 2]);
  const kept = await administrator('GET', `/api/intake/${live.intake_id}/raw`);
  assert.equal(kept.text, new URL(asked).search.slice(1), 'what stood in the address is what is kept');
});

test('whatever fields are missing, doubled or of another kind: each request is kept, as a call or aside, and none fails', async () => {
  const { tenant, administrator } = await desk();
  const generic = await connectExchange(product, tenant, administrator, { provider: 'generic' });
  const voicenter = await connectExchange(product, tenant, administrator, { provider: 'voicenter' });
  const record = {
    ...{
      caller: '0501234567',
      target: 'SIP1',
      time: 1595340807,
      duration: 62,
      type: 'Queue',
      status: 'ANSWER',
    },
    ...{
      did: '0722776772',
      queuename: 'Support',
      IVR: [{ layer_name: 'Main' }],
      CustomData: { ticket: '1' },
    },
  };
  const odd = [
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    ['a', null],
    'x'.repeat(5000),
    '\u0000',
    '\ud800',
    '9'.repeat(400),
  ];
  const random = seeded(77);
  const any = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  for (let many = 0; many < 60; many += 1) {
    const isRecord = random() < 0.5;
    const sent: Record<string, unknown> = isRecord
      ? { ...record, ivruniqueid: `f${many}` }
      : { ...newCall, callId: `f${many}`, user: ['Dana'], queue: 'a' };
    const name = any(Object.keys(sent));
    if (random() < 0.3) delete sent[name];
    else sent[random() < 0.3 ? name.toUpperCase() : name] = any(odd);
    const before = await kept(tenant);
    const form = new URLSearchParams(
      Object.entries(sent).map(([key, value]): [string, string] => [key, String(value)]),
    );
    const body = random() < 0.5 ? sent : form.toString();
    const answer = await (isRecord ? voicenter.push(body, {}, 'cdr') : generic.push(body));
    assert.ok([200, 422].includes(answer.status), `${JSON.stringify(sent)} ${answer.status}`);
    assert.ok((await kept(tenant)) > before, JSON.stringify(sent).slice(0, 300));
  }
});

test('a body beyond the limit is 413 and nothing is kept', async () => {
  const { tenant, administrator } = await desk();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic' });
  assert.equal((await exchange.push({ ...newCall, queue: 'x'.repeat(1_100_000) })).status, 413);
  assert.equal(await kept(tenant), 0);
});

test('sipgate: its answer asks for the rest of the call, at the same address', async () => {
  const { tenant, administrator } = await desk();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'sipgate' });
  const common = 'from=0541234567&to=037654321&direction=in&callId=1';
  const { text } = await exchange.push(`event=newCall&${common}&user[]=Alice`);
  const address = exchange.addresses.events;
  assert.ok(text.includes(`<Response onAnswer="${address}" onHangup="${address}"/>`), text);
  await exchange.push(`event=hangup&cause=cancel&${common}&answeringNumber=`);
  assert.equal((await administrator('GET', '/api/tickets')).body.items.length, 1);
});

test('Voicenter: pop-up with the customer’s name within three seconds, menu with the open ticket, record that ties the call to it', async () => {
  const { tenant, administrator } = await desk();
  const exchange = await connectExchange(product, tenant, administrator, {
    provider: 'voicenter',
    timezone: 'UTC',
  });
  const customer = { name: 'דנה כהן', company: 'כהן בע״מ', phone: '0541234567' };
  await administrator('POST', '/api/accounts', customer);
  const opened = { channel: 'phone', subject: 'הזמנה', phone: '054-1234567' };
  const { body: ticket } = await administrator('POST', '/api/tickets', opened);
  const started = performance.now();
  const ringing = {
    phone: '972541234567',
    ivrid: 'v1',
    extenUser: 'SIP1',
    status: 'Ringing',
    did: '0722776772',
  };
  const { body: popup, headers } = await exchange.push(ringing, {}, 'popup');
  assert.ok(performance.now() - started < 3000);
  assert.deepEqual(
    [popup.STATUS, popup.CLIENTNAME, popup.TOTAL, popup.COMPANY],
    ['OK', 'דנה כהן', '1', 'כהן בע״מ'],
  );
  assert.match(popup.URL, /^http:\/\/.*\/calls\/\d+$/);
  assert.equal(headers['access-control-allow-origin'], 'chrome-extension://ifiaikfdhcagbagdeflffjdammidpbio');
  const DATA = { DID: '0722776772', CALLER_ID: '0541234567', IVR_UNIQUE_ID: 'v2', DTMF: '1', LAYER_ID: 5 };
  const { body: menu } = await exchange.push({ METHOD: 'IVR_LAYER_INPUT', DATA }, {}, 'ivr');
  assert.deepEqual(menu, {
    ...{ STATUS: 1, CALLER_NAME: 'דנה כהן', CUSTOM_DATA: { ticket: String(ticket.number) } },
  });
  const record = {
    ...{ caller: '0541234567', target: 'SIP1', time: Math.ceil(Date.now() / 1000), duration: 62 },
    ...{ ivruniqueid: 'v2', type: 'Queue', status: 'ANSWER', did: '0722776772', queuename: 'Support' },
    ...{ targetextension: 'SIP1', seconds_waiting_in_queue: 15, CustomData: menu.CUSTOM_DATA },
  };
  const { body: answer } = await exchange.push(record, {}, 'cdr');
  assert.deepEqual(answer, { Err: 0, Errdesc: 'OK' });
  await exchange.push(record, {}, 'cdr');
  const { items } = (await administrator('GET', `/api/calls?ticket=${ticket.id}`)).body;
  assert.equal(items.length, 1);
  assert.deepEqual(
    [items[0].result, items[0].ticket.number, items[0].is_unclassified, items[0].talking_seconds],
    ['answered', ticket.number, false, 62],
  );
  assert.equal((await administrator('GET', '/api/tickets')).body.items.length, 0, 'the call handled it');
});

test('a broken menu goes on by itself: with the layers in its address the caller is sent there', async () => {
  const { tenant, administrator } = await desk();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'voicenter' });
  const DATA = { DID: '07', CALLER_ID: '0541234567', IVR_UNIQUE_ID: 'v3', LAYER_ID: 5 };
  const url = `${new URL(exchange.addresses.ivr ?? '').pathname}?open=3&else=2`;
  const { body } = await administrator('POST', url, { METHOD: 'IVR_LAYER_INPUT', DATA });
  assert.deepEqual(body, { STATUS: 0, ACTION: 'GO_TO_LAYER', LAYER: 2 });
});

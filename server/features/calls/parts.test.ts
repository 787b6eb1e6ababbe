import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Call } from '../../../shared/calls.ts';
import type { PhoneProvider } from '../../../shared/phone-connections.ts';
import { connectExchange, twilioSignature } from '../../testing/exchange.ts';
import { until } from '../../testing/mail-client.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { endSilentCalls } from './silent.service.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

async function desk(provider: PhoneProvider) {
  const tenant = await product.newTenant();
  const ask = await tenant.asUser();
  const exchange = await connectExchange(product, tenant, ask, { provider });
  const calls = async (): Promise<Call[]> => (await ask('GET', '/api/calls')).body.items;
  const twilio = (body: string) =>
    exchange.push(body, twilioSignature(exchange.addresses.events ?? '', body));
  return { tenant, ask, exchange, calls, twilio };
}

test('sipgate: what becomes of a call that was passed on is told under its own id, and is the same call', async () => {
  const { tenant, exchange, calls } = await desk('sipgate');
  const parties = 'from=0541234567&to=037654321&direction=in';
  const push = (event: string) => exchange.push(`${parties}&${event}`);
  await push('event=newCall&callId=p_1&user[]=Alice');
  await push('event=hangup&cause=forwarded&callId=p_1&answeringNumber=');
  await push('event=newCall&callId=p_2&origCallId=p_1&user[]=Bob');
  await push('event=answer&callId=p_2&user=Bob&answeringNumber=037654322');
  assert.deepEqual(
    (await calls()).map(({ state }) => state),
    ['answered'],
  );
  for (const _ of [1, 2])
    await push('event=hangup&cause=normalClearing&callId=p_2&answeringNumber=037654322');
  assert.deepEqual(
    (await calls()).map(({ state, result }) => [state, result]),
    [['ended', 'answered']],
  );
  // An id that looks like a pattern is none.
  await push('event=hangup&cause=cancel&callId=p%252');
  assert.equal((await calls()).length, 2);
  const other = await desk('sipgate');
  await other.exchange.push(`${parties}&event=hangup&cause=cancel&callId=p_2`);
  assert.equal((await other.calls()).length, 1, 'a part is looked for among one’s own calls');
  assert.notEqual(other.tenant.tenantId, tenant.tenantId);
});

test('Twilio: a recording that is ready is attached to its call, also that of a leg; it begins no call', async () => {
  const { ask, calls, twilio } = await desk('twilio');
  const url = 'https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/RE1';
  const recorded = (sid: string, status = 'completed') =>
    `CallSid=${sid}&AccountSid=AC&RecordingSid=RE1&RecordingUrl=${encodeURIComponent(url)}&RecordingStatus=${status}&RecordingDuration=9`;
  const parties = 'From=%2B972541234567&To=%2B97237654321';
  await twilio(`CallSid=CA1&${parties}&Direction=inbound&CallStatus=ringing`);
  const leg = `CallSid=CA2&ParentCallSid=CA1&${parties}&Direction=outbound-dial&CallStatus=in-progress`;
  assert.equal((await twilio(leg)).status, 200);
  for (const status of ['in-progress', 'absent']) await twilio(recorded('CA2', status));
  assert.equal((await calls())[0]?.recording_url, null);
  for (const _ of [1, 2]) assert.equal((await twilio(recorded('CA2'))).status, 200);
  const [call, ...others] = await calls();
  assert.deepEqual([call?.recording_url, call?.state, others], [url, 'answered', []]);
  const { events } = (await ask('GET', `/api/calls/${call?.id}`)).body;
  assert.equal(events.at(-1).kind, 'recording');
  const quarantined = async () =>
    (await ask('GET', '/api/intake?state=quarantined&channel=phone')).body.items;
  assert.deepEqual(await quarantined(), []);
  // Of a call that nobody told of: kept, and read again once it is known.
  await twilio(recorded('CA9'));
  const [kept] = await quarantined();
  assert.equal((await calls()).length, 1);
  await twilio(`CallSid=CA9&${parties}&Direction=inbound&CallStatus=completed&CallDuration=9`);
  const again = await ask('POST', `/api/intake/${kept.id}/retry`);
  assert.ok(again.status < 300, again.text);
  await until(
    () => ask('GET', '/api/calls'),
    ({ items }: { items: Call[] }) => items.every((one) => one.recording_url === url),
  );
  assert.deepEqual([(await calls()).length, await quarantined()], [2, []]);
});

test('Voicenter: where whoever spoke has hung up and no more is told, the call has ended', async () => {
  const { tenant, exchange, calls } = await desk('voicenter');
  const common = { phone: '972541234567', extenUser: 'SIP1', did: '0722776772' };
  const push = (ivrid: string, status: string) => exchange.push({ ...common, ivrid, status }, {}, 'popup');
  for (const status of ['Ringing', 'Talking', 'Hangup']) await push('spoken', status);
  for (const status of ['Ringing', 'Talking']) await push('speaks', status);
  for (const status of ['Ringing', 'Hangup']) await push('waits', status);
  const afterMinutes = (minutes: number) =>
    endSilentCalls({ ...tenant.ctx, now: () => new Date(Date.now() + minutes * 60_000) });
  assert.equal(await afterMinutes(9), 0);
  assert.equal(await afterMinutes(11), 1);
  const states = (await calls()).map(({ state, result }) => `${state} ${result}`);
  assert.deepEqual(states.sort(), ['answered null', 'ended answered', 'ringing null']);
});

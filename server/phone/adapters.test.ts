import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { instantOfLocal } from '../../shared/local-time.ts';
import type { Adapter, Push } from './adapter.ts';
import { UnreadablePushError } from './adapter.ts';
import { generic } from './generic.ts';
import { placetel } from './placetel.ts';
import { sipgate } from './sipgate.ts';
import { twilio } from './twilio.ts';
import { voicenter } from './voicenter.ts';

const timezone = 'Asia/Jerusalem';
const form = 'application/x-www-form-urlencoded';

function pushOf(body: string | object, given: Partial<Push> = {}): Push {
  const isForm = typeof body === 'string';
  return {
    raw: Buffer.from(isForm ? body : JSON.stringify(body)),
    mediaType: isForm ? form : 'application/json',
    headers: {},
    url: 'https://desk.example.com/hooks/phone/secret',
    part: '',
    ...given,
  };
}
const read = (adapter: Adapter, body: string | object, given: Partial<Push> = {}) =>
  adapter.read(pushOf(body, given), { timezone });
const only = (adapter: Adapter, body: string | object, given: Partial<Push> = {}) => {
  const events = read(adapter, body, given);
  assert.equal(events.length, 1);
  return events[0] as NonNullable<(typeof events)[0]>;
};

describe('generic CTI, as Zammad documents it', () => {
  const call = {
    ...{ event: 'newCall', from: '493023125741', to: '492214710334', direction: 'in' },
    callId: '307fa962-de8d-4ffc-817b-7f6993204159',
  };
  test('JSON and a form say the same', () => {
    const json = only(generic, { ...call, user: ['Christopher Miller', 'Emma Taylor'], queue: 'support' });
    const asForm = only(
      generic,
      `${new URLSearchParams(call)}&user%5B%5D=Christopher+Miller&user%5B%5D=Emma+Taylor&queue=support`,
    );
    assert.deepEqual(json, asForm);
    assert.deepEqual(json.ringing, ['Christopher Miller', 'Emma Taylor']);
    assert.equal(json.queue, 'support');
  });
  test('who of us speaks: the one who answers, or the one who calls', () => {
    const answer = { ...call, event: 'answer', user: 'Emma', answeringNumber: '101' };
    assert.deepEqual(only(generic, answer).answeredBy, ['101', 'Emma']);
    const out = { ...answer, direction: 'out', from: '102' };
    assert.deepEqual(only(generic, out).answeredBy, ['Emma', '102']);
  });
  test('it rings at one after the other: each is an event, and each once', () => {
    const keyOf = (user: string) => only(generic, { ...call, user }).eventKey;
    assert.notEqual(keyOf('Emma'), keyOf('Christopher'));
    assert.equal(keyOf('Emma'), keyOf('Emma'));
  });
  test('each cause', () => {
    const resultOf = (cause: string) => only(generic, { ...call, event: 'hangup', cause }).result;
    assert.deepEqual(
      ['normalClearing', 'busy', 'cancel', 'noAnswer', 'congestion', 'notFound'].map(resultOf),
      [null, 'busy', 'abandoned', 'no_answer', 'failed', 'failed'],
    );
  });
  test('what is missing is said, with 422', () => {
    for (const wrong of [
      {},
      { event: 'newCall' },
      { ...call, direction: 'up' },
      { ...call, event: 'x' },
      [],
    ]) {
      assert.throws(() => read(generic, wrong), UnreadablePushError);
    }
    const { status, body } = generic.unreadable(new UnreadablePushError('callId is missing'));
    assert.deepEqual([status, body], [422, '{"error":"callId is missing"}']);
    assert.equal(generic.taken(pushOf({})).body, '{}');
  });
});

test('sipgate: the documented request, and an answer that asks for more', () => {
  const body =
    'event=newCall&from=492111234567&to=4915791234567&direction=in&callId=123456&user[]=Alice&user[]=Bob&userId[]=w0&userId[]=w1&fullUserId[]=1234567w0&fullUserId[]=1234567w1';
  assert.deepEqual(only(sipgate, body).ringing, ['Alice', 'Bob', '1234567w0', '1234567w1']);
  const answer = sipgate.taken(pushOf(body, { url: 'https://desk.example.com/hooks/phone/a?b=1&c="2"' }));
  assert.equal(
    answer.body,
    '<?xml version="1.0" encoding="UTF-8"?><Response onAnswer="https://desk.example.com/hooks/phone/a?b=1&amp;c=&quot;2&quot;" onHangup="https://desk.example.com/hooks/phone/a?b=1&amp;c=&quot;2&quot;"/>',
  );
});

describe('Placetel', () => {
  const documented =
    'call_id=4a4cbb39578170aed9a2761a7bec8c7e704a541f52291ef603d6f5f152980c3c&event=CallAccepted&from=0123456789&to=0987654321';
  const signature = 'c4f823c5b8806432fe2b83b1fc2ee714422e0cdfb4b5129152a7d0bbcd7792d0';
  const isGenuine = (body: string, given: string | undefined, secret: string | null) =>
    placetel.isGenuine(pushOf(body, { headers: { 'x-placetel-signature': given } }), secret);
  test('the documented signature, and nothing else', () => {
    assert.ok(isGenuine(documented, signature, '12345'));
    assert.ok(!isGenuine(`${documented}0`, signature, '12345'));
    assert.ok(!isGenuine(documented, signature, '12346'));
    assert.ok(!isGenuine(documented, undefined, '12345'));
    assert.ok(!isGenuine(documented, '', '12345'));
    assert.ok(!isGenuine(documented, signature, null));
  });
  test('a missed call', () => {
    const event = only(
      placetel,
      'event=HungUp&from=022129191999&to=022199998560&call_id=f459&type=missed&duration=0&direction=in',
    );
    assert.deepEqual(
      [event.kind, event.result, event.direction, event.from],
      ['ended', 'no_answer', 'in', '022129191999'],
    );
  });
});

describe('Twilio', () => {
  const token = '12345';
  // The example of twilio.com/docs/usage/security: address, parameters, token and signature.
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const example =
    'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212';
  const signed = (body: string, at: string, sorted: string) => ({
    url: at,
    headers: { 'x-twilio-signature': createHmac('sha1', token).update(sorted).digest('base64') },
    raw: Buffer.from(body),
  });
  test('the documented signature', () => {
    const headers = { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' };
    assert.ok(twilio.isGenuine(pushOf(example, { url, headers }), token));
    assert.ok(!twilio.isGenuine(pushOf(`${example}0`, { url, headers }), token));
    assert.ok(!twilio.isGenuine(pushOf(example, { url: `${url}0`, headers }), token));
    assert.ok(!twilio.isGenuine(pushOf(example, { url, headers: {} }), token));
  });
  test('signed with the port that https means anyway', () => {
    const push = signed('B=2&A=1', 'https://x.example/hooks/a', 'https://x.example:443/hooks/aA1B2');
    assert.ok(twilio.isGenuine(pushOf('B=2&A=1', push), token));
  });
  test('a completed call, with its instant', () => {
    const event = only(
      twilio,
      'CallSid=CA12&AccountSid=AC&From=%2B972501234567&To=%2B97237654321&CallStatus=completed&Direction=inbound&CallDuration=73&Timestamp=Sun%2C+04+Oct+2026+09%3A12%3A44+%2B0000&CallbackSource=call-progress-events&SequenceNumber=3',
    );
    assert.deepEqual(
      [event.kind, event.result, event.at, event.talkingSeconds, event.callKey],
      ['ended', 'answered', '2026-10-04T09:12:44.000Z', 73, 'CA12'],
    );
  });
  test('a leg belongs to the call that dialled it', () => {
    const event = only(
      twilio,
      'CallSid=CA2&ParentCallSid=CA1&From=%2B972501234567&To=sip%3A101%40x&CallStatus=in-progress&Direction=outbound-dial',
    );
    assert.deepEqual([event.callKey, event.isLeg, event.answeredBy], ['CA1', true, ['101', 'sip:101@x']]);
  });
});

describe('Voicenter', () => {
  const record = {
    ...{ caller: '0501234567', target: 'SIPSIP', time: 1595340807, duration: 62 },
    ...{ ivruniqueid: '202007211213270124c0', type: 'Queue', status: 'ANSWER', did: '0722776772' },
    ...{
      queueid: 12345678,
      queuename: 'Support',
      dialtime: 15,
      record: 'https://cpanel.example/x',
      price: 0,
    },
    ...{ representative_name: 'Dana', representative_code: '123', targetextension: 'SIPSIP' },
    ...{ targetextension_name: 'Dana', seconds_waiting_in_queue: 15 },
    IVR: [
      { layer_id: 2, layer_name: 'Sales', Dtmf: 2, dtmf_order: 2 },
      { layer_id: 1, layer_name: 'Main', layer_number: 0, Dtmf: 1, dtmf_order: 1 },
    ],
    CustomData: { var_ticket: '771', nested: {} },
  };
  test('the documented record; its time is the clock of the account', () => {
    const event = only(voicenter, record, { part: 'cdr' });
    // 14:13:27 by the clock in Israel, three hours ahead in summer.
    assert.equal(event.at, '2020-07-21T11:13:27.000Z');
    assert.deepEqual(
      [event.result, event.waitingSeconds, event.talkingSeconds, event.to, event.queue, event.isLeg],
      ['answered', 15, 62, '0722776772', 'Support', false],
    );
    assert.deepEqual(event.answeredBy, ['SIPSIP', 'Dana', '123', 'Dana']);
    assert.deepEqual([event.ivrPath, event.custom], [['Main', 'Sales'], { ticket: '771' }]);
    assert.equal(voicenter.taken(pushOf({})).body, '{"Err":0,"Errdesc":"OK"}');
  });
  test('statuses: what is not known is missed', () => {
    const resultOf = (status: string, type = 'Queue') =>
      only(voicenter, { ...record, status, type }, { part: 'cdr' }).result;
    assert.deepEqual(
      ['NOANSWER', 'ABANDONE', 'BUSY', 'VOICEMAIL', 'VOEND', 'NEW'].map((status) => resultOf(status)),
      ['no_answer', 'abandoned', 'busy', 'voicemail', 'out_of_hours', 'no_answer'],
    );
    assert.equal(resultOf('ANSWER', 'VoiceMail'), 'voicemail');
    assert.equal(resultOf('ANSWER', 'Click2Call leg1'), 'no_answer', 'our own extension is not the customer');
  });
  test('the pop-up, also as a GET', () => {
    const posted = only(
      voicenter,
      { phone: '972501234567', ivrid: 'a1', extenUser: 'SIPSIP', status: 'Ringing', direction: 'Incoming' },
      { part: 'popup' },
    );
    const url =
      'https://x.example/hooks/phone/s/popup?phone=972501234567&ivrid=a1&extenUser=SIPSIP&statusCall=Ringing';
    const asked = only(voicenter, '', { part: 'popup', url, raw: Buffer.alloc(0) });
    assert.deepEqual(posted, asked);
    assert.deepEqual([posted.callKey, posted.kind, posted.ringing], ['a1', 'ringing', ['SIPSIP']]);
  });
});

test('the clock of a zone, also where it is turned', () => {
  const at = (local: string) => instantOfLocal(Date.parse(`${local}Z`), timezone).toISOString();
  assert.equal(at('2026-01-15T12:00:00'), '2026-01-15T10:00:00.000Z');
  assert.equal(at('2026-07-15T12:00:00'), '2026-07-15T09:00:00.000Z');
  assert.equal(at('2026-03-27T01:59:59'), '2026-03-26T23:59:59.000Z');
  assert.equal(at('2026-03-27T03:00:00'), '2026-03-27T00:00:00.000Z', 'summer time begins');
  assert.equal(at('2026-10-25T00:30:00'), '2026-10-24T21:30:00.000Z');
  assert.equal(at('2026-10-25T02:30:00'), '2026-10-25T00:30:00.000Z', 'summer time has ended');
});

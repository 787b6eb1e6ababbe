import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { instantOfLocal } from '../../shared/local-time.ts';
import { onlyEvent as only, pushOf, timezone } from '../testing/push.ts';
import { UnreadablePushError } from './adapter.ts';
import { placetel } from './placetel.ts';
import { twilio } from './twilio.ts';
import { voicenter } from './voicenter.ts';

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
    assert.ok(!isGenuine(documented, `${signature}0`, '12345'));
    assert.ok(isGenuine(documented, signature.toUpperCase(), '12345'));
    const ofNothing = createHmac('sha256', '12345').update('').digest('hex');
    assert.ok(!isGenuine('', ofNothing, '12345'), 'what stands in the address is not signed');
  });
  test('one that the business has blocked', () => {
    const event = only(placetel, 'event=HungUp&from=anonymous&to=02&call_id=1&type=blocked&direction=in');
    assert.deepEqual([event.result, event.isBlocked], ['failed', true]);
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
  test('of a name that stands twice each value counts, with the name', () => {
    const at = 'https://x.example/hooks/a';
    const push = signed('A=2&A=1&A=2&B=3', at, `${at}A1A2B3`);
    assert.ok(twilio.isGenuine(pushOf('A=2&A=1&A=2&B=3', push), token));
  });
  test('a proxy that ends https and does not say so, or keeps its own port', () => {
    const push = signed('B=2', 'http://x.example:3000/hooks/a', 'https://x.example/hooks/aB2');
    assert.ok(twilio.isGenuine(pushOf('B=2', push), token));
    const plain = signed('B=2', 'https://x.example/hooks/a', 'http://x.example/hooks/aB2');
    assert.ok(!twilio.isGenuine(pushOf('B=2', plain), token), 'what came by https was not signed for http');
  });
  test('a signature with something behind it is none', () => {
    const at = 'https://x.example/hooks/a';
    const { headers } = signed('A=1', at, `${at}A1`);
    const given = headers['x-twilio-signature'];
    for (const wrong of [`${given}x`, `${given}, ${given}`, [given, given], given.replace(/=+$/, '')])
      assert.ok(
        !twilio.isGenuine(pushOf('A=1', { url: at, headers: { 'x-twilio-signature': wrong } }), token),
      );
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
  test('a record as a form, with what lies in its fields', () => {
    const fields = { ...record, CustomData: JSON.stringify(record.CustomData), IVR: '' };
    const form = new URLSearchParams(
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
    );
    const event = only(voicenter, `${form}&isAnswer=1&actualCallDuration=47`, { part: 'cdr' });
    assert.deepEqual([event.custom, event.talkingSeconds], [{ ticket: '771' }, 47]);
    const data = 'METHOD=IVR_LAYER_INPUT&DATA[IVR_UNIQUE_ID]=7&DATA[CALLER_ID]=0541234567&DATA[DID]=03';
    assert.equal(only(voicenter, data, { part: 'ivr' }).from, '0541234567');
  });
  test('whose call it is: by its direction, else by its type', () => {
    const directionOf = (given: object) =>
      only(voicenter, { ...record, ...given }, { part: 'cdr' }).direction;
    assert.equal(directionOf({ direction: 'outgoing', type: 'XferCDR' }), 'out');
    assert.equal(directionOf({ direction: 'internal' }), 'out', 'among ourselves nobody waits');
    assert.equal(directionOf({ direction: 'incoming', type: 'Click 2 IVR' }), 'in');
    for (const type of ['ProductiveCall Leg2', 'Click 2 IVR', 'Click2Call leg2', 'Extension Outgoing', '4'])
      assert.equal(directionOf({ type }), 'out', type);
    for (const type of ['Incoming Call', 'Queue', 'Click 2 Queue Incoming', 'VoiceMail', '8'])
      assert.equal(directionOf({ type }), 'in', type);
  });
  test('what a menu alone answered is nobody’s answer', () => {
    const menu = { ...record, type: 'Incoming Call', isAnswer: 0, extenUser: '' };
    assert.equal(only(voicenter, menu, { part: 'cdr' }).result, 'abandoned');
  });
  test('what can not be read is answered in the words of the place that asked', () => {
    const answerAt = (part: string) =>
      voicenter.unreadable(new UnreadablePushError('x'), pushOf('', { part })).body;
    assert.deepEqual(['cdr', 'popup', 'ivr'].map(answerAt), [
      '{"Err":1,"Errdesc":"x"}',
      '{"STATUS":"ERROR"}',
      '{"STATUS":1}',
    ]);
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
    const end = {
      phone: '972501234567',
      ivrid: 'a1',
      extenUser: 'SIPSIP',
      status: 'Hangup',
      isAnswered: true,
    };
    const ended = only(voicenter, { ...end, customdata: { ticket: 7 } }, { part: 'popup' });
    assert.deepEqual(
      [ended.result, ended.answeredBy, ended.custom],
      ['answered', ['SIPSIP'], { ticket: '7' }],
    );
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

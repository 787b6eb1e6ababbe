import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onlyEvent as only, pushOf, readPush as read, timezone } from '../testing/push.ts';
import { UnreadablePushError } from './adapter.ts';
import { generic } from './generic.ts';
import { sipgate } from './sipgate.ts';

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
  test('whatever capitals, parts, charset and marks it comes with, it says the same', () => {
    const wanted = only(generic, { ...call, user: 'דנה', queue: 'תמיכה' });
    const shouted = Object.entries({ ...call, user: 'דנה', queue: 'תמיכה' }).map(
      ([name, value]) => [name.toUpperCase(), name === 'event' ? 'NEWCALL' : value] as const,
    );
    const boundary = 'xx--7';
    const part = ([name, value]: readonly [string, string]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const form = new URLSearchParams(Object.fromEntries(shouted));
    // The Hebrew letters of windows-1255 are U+05D0 on, from byte 224 on.
    const hebrew = (text: string) =>
      Buffer.from(
        [...text].map((letter) => {
          const code = letter.charCodeAt(0);
          return code >= 0x5d0 ? code - 0x5d0 + 224 : code;
        }),
      );
    const json = JSON.stringify(Object.fromEntries(shouted));
    const spellings: [Buffer, string][] = [
      [Buffer.from(json), 'application/json; charset=utf-8'],
      [Buffer.from(`\ufeff${json}`), 'text/plain'],
      [Buffer.from(`\ufeff${json}`, 'utf16le'), 'application/json'],
      [Buffer.from(`[${json}]`), ''],
      [hebrew(json), 'application/json; charset="windows-1255"'],
      [hebrew(json), 'application/json'],
      [Buffer.from(form.toString()), 'application/x-www-form-urlencoded'],
      [Buffer.from(`\ufeff${form}`), ''],
      [
        Buffer.from(`${shouted.map(part).join('')}--${boundary}--\r\n`),
        `multipart/form-data; boundary="${boundary}"`,
      ],
    ];
    for (const [raw, mediaType] of spellings)
      assert.deepEqual(generic.read(pushOf('', { raw, mediaType }), { timezone }), [wanted], mediaType);
    const [ofPage] = generic.read(
      pushOf('', {
        raw: Buffer.from(`event=newCall&from=1&to=2&direction=in&callId=1&queue=%FA%EE%E9%EB%E4`),
        mediaType: 'application/x-www-form-urlencoded; charset=windows-1255',
      }),
      { timezone },
    );
    assert.equal(ofPage?.queue, 'תמיכה');
  });
  test('numbers, nothing and lists in JSON; ids that are longer than numbers can tell', () => {
    const text =
      '{"event":"newCall","from":972541234567,"queue":false,"to":null,"direction":"in","callId":123456789012345678901,"user":[null,7]}';
    const event = only(generic, text, { mediaType: 'application/json' });
    assert.deepEqual(
      [event.from, event.to, event.callKey, event.ringing, event.queue],
      ['972541234567', '', '123456789012345678901', ['7'], null],
    );
  });
  test('who had answered, told at the end', () => {
    const end = only(generic, { ...call, event: 'hangup', cause: 'normalClearing', answeringNumber: '101' });
    assert.deepEqual([end.result, end.answeredBy], ['answered', ['101']]);
    const missed = only(generic, { ...call, event: 'hangup', cause: 'cancel', answeringNumber: '101' });
    assert.deepEqual([missed.result, missed.answeredBy], ['abandoned', []]);
  });
  test('causes as other exchanges spell them', () => {
    for (const cause of ['NORMAL_CLEARING', 'NoAnswer', 'no-answer', 'BUSY'])
      assert.equal(only(generic, { ...call, event: 'HangUp', cause }).kind, 'ended');
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
    const { status, body } = generic.unreadable(new UnreadablePushError('callId is missing'), pushOf({}));
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

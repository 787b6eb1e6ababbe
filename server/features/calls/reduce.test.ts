import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { callResults } from '../../../shared/calls.ts';
import { type PhoneEvent, phoneEvent } from '../../phone/event.ts';
import { reduceCall, type Told } from './reduce.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 9, 4, 9) + seconds * 1000);
const told = (seconds: number, kind: PhoneEvent['kind'], given: Partial<PhoneEvent> = {}): Told => ({
  event: phoneEvent({ callKey: 'a', eventKey: `${kind} ${given.isLeg ?? false} ${seconds}`, kind, ...given }),
  receivedAt: at(seconds),
});

describe('a call is what its events say together', () => {
  const rings = told(0, 'ringing', {
    direction: 'in',
    from: '0541234567',
    to: '03',
    ringing: ['101', '102'],
  });
  const answers = told(12, 'answered', { answeredBy: ['101'] });
  const ends = told(72, 'ended');

  test('rings, is answered, ends', () => {
    assert.equal(reduceCall([rings]).state, 'ringing');
    assert.equal(reduceCall([rings, answers]).state, 'answered');
    const { state, result, waitingSeconds, talkingSeconds, answeredBy } = reduceCall([rings, answers, ends]);
    assert.deepEqual(
      [state, result, waitingSeconds, talkingSeconds, answeredBy],
      ['ended', 'answered', 12, 60, ['101']],
    );
  });
  test('nobody answers', () => {
    const call = reduceCall([rings, ends]);
    assert.deepEqual([call.result, call.waitingSeconds, call.talkingSeconds], ['abandoned', 72, null]);
  });
  test('only the answer was told', () => {
    const call = reduceCall([answers]);
    assert.deepEqual([call.state, call.startedAt], ['answered', at(12)]);
  });
  test('only the end was told, with what it lasted', () => {
    const call = reduceCall([told(72, 'ended', { result: 'answered', talkingSeconds: 60 })]);
    assert.deepEqual([call.result, call.startedAt, call.answeredAt], ['answered', at(12), at(12)]);
  });
  test('the record of the exchange counts before what was told on the way', () => {
    const record = told(400, 'record', {
      ...{ at: at(-2).toISOString(), result: 'answered', waitingSeconds: 14, talkingSeconds: 61 },
    });
    const call = reduceCall([rings, ends, record]);
    assert.deepEqual(
      [call.result, call.startedAt, call.answeredAt, call.talkingSeconds],
      ['answered', at(-2), at(12), 61],
    );
  });
  test('who gave up in a queue gave up, though its record says only that nobody answered', () => {
    const record = told(400, 'record', { at: at(0).toISOString(), result: 'no_answer', waitingSeconds: 20 });
    assert.equal(reduceCall([told(20, 'ended', { result: 'abandoned' }), record]).result, 'abandoned');
    assert.equal(reduceCall([told(20, 'ended', { result: 'busy' }), record]).result, 'no_answer');
  });
  test('a clock that is ahead makes no call of tomorrow', () => {
    const ahead = (seconds: number) => ({ at: at(seconds + 86_400).toISOString() });
    const call = reduceCall([
      told(0, 'ringing', ahead(0)),
      told(10, 'answered', ahead(10)),
      told(70, 'ended', ahead(70)),
    ]);
    assert.deepEqual([call.startedAt, call.answeredAt, call.endedAt], [at(0), at(10), at(70)]);
  });
  test('a call that was passed on began with its whole, and waited until a part was answered', () => {
    const whole = { at: at(0).toISOString(), result: 'no_answer', waitingSeconds: 20 } as const;
    const part = {
      at: at(20).toISOString(),
      result: 'answered',
      waitingSeconds: 5,
      talkingSeconds: 60,
      isLeg: true,
    } as const;
    const call = reduceCall([told(400, 'record', part), told(400, 'record', whole)]);
    assert.deepEqual(
      [call.startedAt, call.answeredAt, call.waitingSeconds, call.talkingSeconds, call.endedAt],
      [at(0), at(25), 25, 60, at(85)],
    );
  });
  test('where legs are told, a menu that answers is nobody, and a leg that ends is not the end', () => {
    const menu = told(1, 'answered');
    const leg = { isLeg: true, ringing: ['101'] };
    const rung = [
      rings,
      menu,
      told(2, 'ringing', leg),
      told(30, 'ended', { isLeg: true, result: 'no_answer' }),
    ];
    assert.equal(reduceCall(rung).state, 'ringing');
    assert.equal(reduceCall([...rung, ends]).result, 'abandoned');
    const second = told(31, 'answered', { isLeg: true, answeredBy: ['102'] });
    const call = reduceCall([...rung, second, ends]);
    assert.deepEqual([call.result, call.answeredBy, call.waitingSeconds], ['answered', ['102'], 31]);
  });
  test('a voice message is no answer', () => {
    assert.equal(
      reduceCall([rings, answers, told(72, 'ended', { result: 'voicemail' })]).result,
      'voicemail',
    );
  });
});

const seconds = fc.integer({ min: 0, max: 3600 });
const event = fc
  .record({
    kind: fc.constantFrom('ringing', 'answered', 'ended', 'record'),
    isLeg: fc.boolean(),
    at: fc.option(seconds.map((value) => at(value).toISOString())),
    direction: fc.option(fc.constantFrom('in', 'out')),
    from: fc.option(fc.constantFrom('', '0541234567', '101')),
    to: fc.option(fc.constantFrom('', '037654321')),
    queue: fc.option(fc.constantFrom('a', 'b')),
    ringing: fc.subarray(['101', '102', '103']),
    answeredBy: fc.subarray(['101', '102']),
    result: fc.option(fc.constantFrom(...callResults)),
    waitingSeconds: fc.option(seconds),
    talkingSeconds: fc.option(seconds),
    recordingUrl: fc.option(fc.constantFrom('https://x.example/1', 'https://x.example/2')),
    ivrPath: fc.subarray(['main', 'sales']),
    custom: fc.dictionary(fc.constantFrom('ticket', 'order'), fc.constantFrom('1', '2')),
  })
  .map((given) => given as Partial<PhoneEvent>);
const sets = fc.array(fc.tuple(event, seconds), { minLength: 1, maxLength: 8 }).map((list) =>
  list.map(
    ([given, received], index): Told => ({
      event: phoneEvent({ kind: 'ringing', ...given, callKey: 'a', eventKey: `e${index}` }),
      receivedAt: at(received),
    }),
  ),
);
const shuffled = sets.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
);

test('any order gives the same call', () => {
  fc.assert(
    fc.property(shuffled, ([list, other]) => assert.deepEqual(reduceCall(other), reduceCall(list))),
    { numRuns: 500 },
  );
});

test('a call never contradicts itself', () => {
  fc.assert(
    fc.property(sets, (list) => {
      const call = reduceCall(list);
      assert.equal(call.state === 'ended', call.result !== null);
      assert.equal(call.state === 'ended', call.endedAt !== null);
      assert.equal(call.answeredAt !== null, call.state === 'answered' || call.result === 'answered');
      assert.ok((call.answeredAt ?? call.startedAt) >= call.startedAt);
      assert.ok((call.endedAt ?? call.startedAt) >= call.startedAt);
      assert.ok((call.waitingSeconds ?? 0) >= 0 && (call.talkingSeconds ?? 0) >= 0);
    }),
    { numRuns: 500 },
  );
});

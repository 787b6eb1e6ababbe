import type { CallResult } from '../../shared/calls.ts';
import { UnreadablePushError } from './adapter.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import type { Fields } from './fields.ts';

/**
 * newCall, answer and hangup as sipgate.io sends them and as Zammad's generic CTI took them over. A call that was forwarded has
 * an id of its own and names the first by origCallId.
 */
export function readCti(fields: Fields): PhoneEvent[] {
  const given = fields.require('event');
  const event = plain(given);
  const own = fields.require('callId');
  const whole = fields.text('origCallId');
  // sipgate names the first at the ringing of the other alone; what becomes of it has its own id only.
  const common = {
    ...{ callKey: whole ?? own, mayBePart: whole === null && event !== 'newcall' },
    ...{ ...partiesOf(fields), queue: fields.text('queue') },
  };
  const users = [...fields.texts('user'), ...fields.texts('fullUserId')];
  // Of a call of ours the one who answers is the customer, and the one who calls is known from the start.
  const isOut = common.direction === 'out';
  const callers = isOut ? [...users, ...fields.texts('from')] : [];
  if (event === 'newcall') {
    const words = said('newCall', users);
    const rings = { ringing: users, answeredBy: callers, said: words };
    // The next one at whom it rings is told by another newCall.
    return [phoneEvent({ ...common, ...rings, eventKey: `${own} ${words}`, kind: 'ringing' })];
  }
  if (event === 'answer') {
    const answeredBy = isOut ? callers : [...fields.texts('answeringNumber'), ...users];
    const words = said('answer', answeredBy);
    return [
      phoneEvent({ ...common, answeredBy, said: words, eventKey: `${own} ${words}`, kind: 'answered' }),
    ];
  }
  if (event === 'hangup') return [hangupOf(fields, own, common)];
  if (event === 'dtmf') return [];
  throw new UnreadablePushError(`event ${given.slice(0, 50)} is not known`);
}

/** Exchanges that took the form over write its words their own way: NORMAL_CLEARING, no-answer. */
const plain = (word: string) => word.toLowerCase().replace(/[\s_-]/g, '');

const results: Readonly<Record<string, CallResult | null>> = {
  // What ended normally was answered, or not: the answer tells.
  normalclearing: null,
  busy: 'busy',
  cancel: 'abandoned',
  noanswer: 'no_answer',
  congestion: 'failed',
  notfound: 'failed',
  forwarded: null,
};

function hangupOf(fields: Fields, own: string, common: Partial<PhoneEvent> & { callKey: string }) {
  const given = fields.require('cause');
  const cause = plain(given);
  if (!Object.hasOwn(results, cause))
    throw new UnreadablePushError(`cause ${given.slice(0, 50)} is not known`);
  // Who had answered is named at the end too, should the answer itself not have reached us.
  const answeredBy =
    cause === 'normalclearing' && common.direction === 'in' ? fields.texts('answeringNumber') : [];
  return phoneEvent({
    ...common,
    eventKey: `${own} hangup`,
    kind: 'ended',
    // The caller is somewhere else now.
    isLeg: cause === 'forwarded',
    result: answeredBy.length > 0 ? 'answered' : (results[cause] ?? null),
    answeredBy,
    said: said('hangup', [given]),
  });
}

function partiesOf(fields: Fields) {
  const given = fields.require('direction');
  const direction = given.toLowerCase();
  if (direction !== 'in' && direction !== 'out')
    throw new UnreadablePushError(`direction ${given.slice(0, 50)} is not known`);
  if (!fields.has('from') || !fields.has('to')) throw new UnreadablePushError('from or to is missing');
  return { direction, from: fields.text('from') ?? '', to: fields.text('to') ?? '' } as const;
}

const said = (event: string, words: readonly string[]) => [event, ...words].join(' ');

import type { CallResult } from '../../../shared/calls.ts';
import type { PhoneEvent } from '../../phone/event.ts';
import { type Placed, timesOf } from './call-times.ts';

/** An event, and when it first reached us. */
export interface Told {
  readonly event: PhoneEvent;
  readonly receivedAt: Date;
}

/** What the events of a call say together. */
export interface ReducedCall {
  readonly direction: 'in' | 'out';
  readonly from: string | null;
  readonly to: string | null;
  readonly queue: string | null;
  readonly state: 'ringing' | 'answered' | 'ended';
  readonly result: CallResult | null;
  readonly isBlocked: boolean;
  readonly ringing: readonly string[];
  readonly answeredBy: readonly string[];
  readonly waitingSeconds: number | null;
  readonly talkingSeconds: number | null;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly recordingUrl: string | null;
  readonly ivrPath: readonly string[];
  readonly custom: Readonly<Record<string, string>>;
}

const ranks = { ringing: 0, answered: 1, ended: 2, record: 3, recording: 4 } as const;
/** Of several reasons why nobody spoke, the one that says most. */
const telling: readonly CallResult[] = [
  'voicemail',
  'out_of_hours',
  'abandoned',
  'busy',
  'no_answer',
  'failed',
];

/** What we have heard of has happened, though an exchange's clock may be ahead. */
function noLater(given: string, receivedAt: Date): Date {
  const at = new Date(given);
  return at > receivedAt ? receivedAt : at;
}

/** In the order in which it happened, as far as the exchange says; one order whichever way they came. */
export function inOrder(told: readonly Told[]): Placed[] {
  return told
    .map((one) => ({
      ...one,
      at: one.event.at === null ? one.receivedAt : noLater(one.event.at, one.receivedAt),
    }))
    .sort(
      (one, other) =>
        one.at.getTime() - other.at.getTime() ||
        ranks[one.event.kind] - ranks[other.event.kind] ||
        (one.event.eventKey < other.event.eventKey ? -1 : 1),
    );
}

/**
 * The call of a set of events: events may come in any order, twice, late or not at all, and the call depends on which there are
 * and on nothing else. The exchange's own record counts before what was told on the way, the whole journey before its legs.
 */
export function reduceCall(told: readonly Told[]): ReducedCall {
  const placed = inOrder(told);
  const events = [...placed].sort((one, other) => weight(other.event) - weight(one.event));
  const first = <T>(pick: (event: PhoneEvent) => T | null): T | null => {
    for (const { event } of events) {
      const value = pick(event);
      if (value !== null) return value;
    }
    return null;
  };
  const direction = first((event) => event.direction) ?? 'in';
  const isEnded = events.some(({ event }) => event.kind === 'record' || isEnd(event));
  const answers = placed.filter(({ event }) => isAnswer(event, events));
  const result = isEnded ? resultOf(events, answers.length > 0, direction) : null;
  const isAnswered = result === null ? answers.length > 0 : result === 'answered';
  const end = placed.find(({ event }) => isEnd(event));
  const times = timesOf({ placed, events, answers, end, isEnded, isAnswered });
  return {
    direction,
    from: first((event) => event.from),
    to: first((event) => event.to),
    queue: first((event) => event.queue),
    state: isEnded ? 'ended' : isAnswered ? 'answered' : 'ringing',
    result,
    // What was kept before exchanges were asked for it does not say.
    isBlocked: isEnded && !isAnswered && events.some(({ event }) => event.isBlocked === true),
    ringing: unique(placed.flatMap(({ event }) => (event.kind === 'ringing' ? event.ringing : []))),
    answeredBy: isAnswered ? unique(events.flatMap(({ event }) => event.answeredBy)) : [],
    ...times,
    recordingUrl: first((event) => event.recordingUrl),
    ivrPath: first((event) => (event.ivrPath.length > 0 ? event.ivrPath : null)) ?? [],
    custom: Object.assign({}, ...[...events].reverse().map(({ event }) => event.custom)),
  };
}

/**
 * Among records, that of the answered leg, the whole before its legs, what we asked for before what was sent; sorting is stable,
 * so what weighs the same stays in the order of time.
 */
function weight({ kind, result, isLeg, isPulled }: PhoneEvent): number {
  const isRecord = kind === 'record';
  const ofRecord = (isRecord ? 8 : 0) + (isRecord && result === 'answered' ? 4 : 0) + (isPulled ? 1 : 0);
  return ofRecord + (isLeg ? 0 : 2);
}

const isEnd = (event: PhoneEvent) => event.kind === 'ended' && !event.isLeg;

/** Where legs are told, the exchange itself answering (a menu, a queue) is nobody's answer. */
function isAnswer(event: PhoneEvent, all: readonly Placed[]): boolean {
  const isSaid = event.kind === 'answered' || (event.kind === 'ended' && event.result === 'answered');
  return isSaid && (event.isLeg || !all.some((other) => isRungLeg(other.event)));
}

const isRungLeg = ({ isLeg, kind }: PhoneEvent) => isLeg && (kind === 'ringing' || kind === 'answered');

function resultOf(events: readonly Placed[], hasAnswer: boolean, direction: 'in' | 'out'): CallResult {
  const ofKind = (kind: PhoneEvent['kind'], isLeg: boolean) =>
    events.flatMap(({ event }) =>
      event.kind === kind && event.isLeg === isLeg && event.result ? [event.result] : [],
    );
  const records = [...ofKind('record', false), ...ofKind('record', true)];
  if (records.includes('answered')) return 'answered';
  const whole = ofKind('record', false);
  const said = whole.length > 0 ? whole : [...ofKind('ended', false), ...ofKind('record', true)];
  const told = telling.find((result) => said.includes(result));
  // A record that says that nobody answered does not say who gave up; who told of it on the way does.
  const hasGivenUp = told === 'no_answer' && ofKind('ended', false).includes('abandoned');
  const missed = hasGivenUp ? 'abandoned' : told;
  if (whole.length > 0 || missed === 'voicemail' || missed === 'out_of_hours')
    return missed ?? (hasAnswer ? 'answered' : 'abandoned');
  if (hasAnswer) return 'answered';
  return missed ?? (direction === 'in' ? 'abandoned' : 'no_answer');
}

const unique = (texts: readonly string[]) => [...new Set(texts)];

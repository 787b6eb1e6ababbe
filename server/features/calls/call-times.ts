import type { PhoneEvent } from '../../phone/event.ts';

/** An event at its place in time. */
export interface Placed {
  readonly event: PhoneEvent;
  readonly receivedAt: Date;
  readonly at: Date;
}

interface Said {
  readonly waiting: number | null;
  readonly talking: number | null;
}

/** What of a call's events is asked for its times: all in the order of time and by weight, the answers and the end among them. */
export interface ToTime {
  readonly placed: readonly Placed[];
  readonly events: readonly Placed[];
  readonly answers: readonly Placed[];
  readonly end: Placed | undefined;
  readonly isEnded: boolean;
  readonly isAnswered: boolean;
}

const secondsBetween = (from: Date, to: Date) =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
const atLeast = (least: Date, at: Date) => (at < least ? least : at);

/** When a call began, was answered and ended, and how long it was waited and spoken. */
export function timesOf(call: ToTime) {
  const records = recordsOf(call.events);
  const said = saidOf(call);
  const startedAt = startOfRecords(records) ?? startOf(call.placed);
  const answeredAt = call.isAnswered ? atLeast(startedAt, answerOf(call, records, startedAt, said)) : null;
  const endedAt = call.isEnded
    ? atLeast(answeredAt ?? startedAt, endOf(call, records, { startedAt, answeredAt }, said))
    : null;
  const until = answeredAt ?? endedAt;
  const waited = until === null ? null : secondsBetween(startedAt, until);
  return {
    startedAt,
    answeredAt,
    endedAt,
    // Of several records each tells of its own part only.
    waitingSeconds: records.length > 1 ? waited : (said.waiting ?? waited),
    talkingSeconds: talkingOf(said.talking, answeredAt, endedAt),
  };
}

/** Where a leg was answered, what was spoken is the leg's: the whole lasted longer. */
function saidOf({ events, answers }: ToTime): Said {
  const speaking = answers.some(({ event }) => event.isLeg)
    ? events.filter(({ event }) => event.isLeg || event.kind === 'record')
    : events;
  const of = (key: 'waitingSeconds' | 'talkingSeconds') =>
    speaking.find(({ event }) => event[key] !== null)?.event[key] ?? null;
  return { waiting: of('waitingSeconds'), talking: of('talkingSeconds') };
}

/** Each record of a journey waits from its own beginning. */
function answerOf({ answers, end }: ToTime, records: readonly Placed[], startedAt: Date, said: Said): Date {
  const timed = records.filter(({ event }) => event.waitingSeconds !== null);
  const waited = timed.find(({ event }) => event.result === 'answered') ?? timed[0];
  if (waited) return waitedUntil(waited);
  if (records.length > 0 && said.waiting !== null) return later(startedAt, said.waiting);
  const told = answers.find(({ event }) => event.kind === 'answered');
  return told?.at ?? (end && said.talking !== null ? later(end.at, -said.talking) : startedAt);
}

function endOf(
  { placed, end }: ToTime,
  records: readonly Placed[],
  { startedAt, answeredAt }: { startedAt: Date; answeredAt: Date | null },
  said: Said,
): Date {
  // When a push arrived says little of when it happened, if a record tells how long it lasted.
  const isMeasured = records.length > 0 && (answeredAt === null ? said.waiting : said.talking) !== null;
  if (end && (end.event.at !== null || !isMeasured)) return end.at;
  if (records.length === 0) return placed.at(-1)?.at ?? startedAt;
  if (answeredAt !== null) return later(answeredAt, said.talking ?? 0);
  const ends = records.map((record) => waitedUntil(record).getTime());
  return new Date(Math.max(later(startedAt, said.waiting ?? 0).getTime(), ...ends));
}

/** Those that tell the time; where the exchange's own books do, only theirs. */
function recordsOf(events: readonly Placed[]): Placed[] {
  const timed = events.filter(({ event }) => event.kind === 'record' && event.at !== null);
  const pulled = timed.filter(({ event }) => event.isPulled);
  return pulled.length > 0 ? pulled : timed;
}

/** The beginning of the whole; of a part only where the whole has no record. */
function startOfRecords(records: readonly Placed[]): Date | null {
  const whole = records.filter(({ event }) => !event.isLeg);
  const from = whole.length > 0 ? whole : records;
  return from.length === 0 ? null : new Date(Math.min(...from.map(({ at }) => at.getTime())));
}

const waitedUntil = ({ event, at }: Placed) => later(at, event.waitingSeconds ?? 0);

function talkingOf(said: number | null, answeredAt: Date | null, endedAt: Date | null): number | null {
  if (answeredAt === null || endedAt === null) return null;
  return said ?? secondsBetween(answeredAt, endedAt);
}

/** The earliest that we know of: a call of which only the end was told began before it. */
function startOf(placed: readonly Placed[]): Date {
  const begins = placed.map(({ event, at }) => {
    const lasted = (event.waitingSeconds ?? 0) + (event.talkingSeconds ?? 0);
    return event.kind === 'ended' ? at.getTime() - lasted * 1000 : at.getTime();
  });
  return new Date(Math.min(...begins));
}

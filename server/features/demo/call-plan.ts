import type { CallResult } from '../../../shared/calls.ts';
import { arrivalTimes, atDesk, kindOfDay, later, localOf } from './calendar.ts';
import { Dice } from './dice.ts';
import type { Person } from './people.ts';
import { fillFor } from './shop.ts';
import type { Course } from './steps.ts';
import { calls as stories } from './stories/calls.ts';
import { takerOf } from './team.ts';

/** What somebody said a call was; null: nobody has said it yet. */
export type Said =
  | { readonly as: 'ticket'; readonly subject: string; readonly note: string }
  | { readonly as: 'no_inquiry'; readonly reason: 'wrong_number' | 'private' | 'supplier' | 'spam' };

/** One call through the shop's exchange, and what followed from it. */
export interface PlannedCall {
  readonly at: Date;
  /** The place of the customer, where it is one. */
  readonly customer: number | null;
  readonly phone: string;
  readonly desk: 'support' | 'service' | 'sales';
  readonly direction: 'in' | 'out';
  readonly result: CallResult;
  readonly waitingSeconds: number;
  readonly talkingSeconds: number;
  /** Who spoke: the place of a user in the team. */
  readonly by: number;
  readonly said: Said | null;
  /** Of a missed call: when somebody called back and was answered. */
  readonly calledBackAt: Date | null;
}

const seed = 20_260_817;
const days = 90;
/** The newest answered calls wait for somebody to say what they were. */
const manyUnsaid = 7;
const desks = ['support', 'service', 'sales'] as const;
const missed = ['abandoned', 'abandoned', 'no_answer', 'voicemail', 'busy'] as const;
const needless = ['wrong_number', 'supplier', 'supplier', 'spam', 'private'] as const;

/** Who is among the customers from the beginning (see openAccounts); others are known by what they write. */
const isKnown = (place: number) => place % 3 !== 1;
const lateDays = 5;

/** The calls of the three months before `now`, oldest first: some about what the caller wrote in the days before. */
export function callsOf(
  { people, courses }: { readonly people: readonly Person[]; readonly courses: readonly Course[] },
  now: Date,
  many: number,
): PlannedCall[] {
  const dice = new Dice(seed);
  const wroteBefore = (at: Date): number[] =>
    courses
      .filter((course) => course.at < at && course.at.getTime() > at.getTime() - lateDays * 24 * 3_600_000)
      .flatMap(({ customer }) => (customer !== null && isKnown(customer) ? [customer] : []));
  const known = [...people.keys()].filter(isKnown);
  const callerAt = (at: Date): number | null => {
    if (dice.chance(0.16)) return null;
    const writers = dice.chance(0.45) ? wroteBefore(at) : [];
    return dice.pick(writers.length > 0 ? writers : known);
  };
  const calls = arrivalTimes(dice, now, many, days)
    .filter((at) => at.getTime() < now.getTime() - 20 * 60_000)
    .map((at) => callOf(dice, people, { at, now, customer: callerAt(at) }))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  const unsaid = new Set(
    calls.filter(({ direction, said }) => direction === 'in' && said).slice(-manyUnsaid),
  );
  return calls.map((call) => (unsaid.has(call) ? { ...call, said: null } : call));
}

function callOf(
  dice: Dice,
  people: readonly Person[],
  { at, now, customer }: { readonly at: Date; readonly now: Date; readonly customer: number | null },
): PlannedCall {
  const phone = customer === null ? strangerOf(dice) : (people[customer]?.phone ?? '');
  const desk = dice.pick(desks);
  const caller = { customer, phone, desk, by: takerOf(dice, desk) };
  if (isClosed(at)) return { ...caller, ...missedCall(dice, at, now, 'out_of_hours') };
  if (dice.chance(0.24)) return { ...caller, ...missedCall(dice, at, now, dice.pick(missed)) };
  if (dice.chance(0.12)) return { ...caller, ...ourCall(dice, at) };
  return { ...caller, ...answeredCall(dice, people[customer ?? 0] as Person, at, desk) };
}

type Rest = Omit<PlannedCall, 'customer' | 'phone' | 'desk' | 'by'>;

function missedCall(dice: Dice, at: Date, now: Date, result: CallResult): Rest {
  // Only of the last days some wait still: an older one would be a shop that nobody minds.
  const isLate = now.getTime() - at.getTime() > lateDays * 24 * 3_600_000;
  const back = dice.chance(0.6) || isLate ? atDesk(dice, later(dice, at, 9, 260)) : null;
  return {
    at,
    direction: 'in',
    result,
    waitingSeconds: result === 'out_of_hours' ? 4 : dice.between(12, 180),
    talkingSeconds: 0,
    said: null,
    calledBackAt: back !== null && back.getTime() < now.getTime() - 600_000 ? back : null,
  };
}

function ourCall(dice: Dice, at: Date): Rest {
  const isAnswered = dice.chance(0.7);
  const talkingSeconds = isAnswered ? dice.between(25, 340) : 0;
  const result = isAnswered ? 'answered' : 'no_answer';
  const waitingSeconds = dice.between(6, 28);
  return { at, direction: 'out', result, waitingSeconds, talkingSeconds, said: null, calledBackAt: null };
}

function answeredCall(dice: Dice, person: Person, at: Date, desk: PlannedCall['desk']): Rest {
  const talks = { waitingSeconds: dice.between(3, 95), talkingSeconds: dice.between(40, 620) };
  const common = { at, direction: 'in', result: 'answered', ...talks, calledBackAt: null } as const;
  if (dice.chance(0.2)) return { ...common, said: { as: 'no_inquiry', reason: dice.pick(needless) } };
  const story = dice.pick(stories.filter((one) => one.desk === desk));
  const fill = fillFor(dice, story.kinds, person);
  const subject = fill(dice.pick(story.subjects));
  return { ...common, said: { as: 'ticket', subject, note: fill(dice.pick(story.talks)[0] ?? '') } };
}

/** Before eight and after eight nobody picks up, nor on a Sabbath. */
function isClosed(at: Date): boolean {
  const { minutes } = localOf(at);
  const kind = kindOfDay(at);
  return kind === 6 || minutes < 8 * 60 || minutes >= (kind === 5 ? 13 : 20) * 60;
}

/** Ofcom and NANP have numbers for drama, Israel has none: of 09-950 to 959 these are of no subscriber. */
const strangerOf = (dice: Dice) => `09-95${dice.between(10_000, 99_999)}`;

import { arrivalTimes, atDesk, later } from './calendar.ts';
import { courseOf } from './course.ts';
import { Dice } from './dice.ts';
import { customers, type Person } from './people.ts';
import { fillFor } from './shop.ts';
import type { Course, Source, Step } from './steps.ts';
import { calls } from './stories/calls.ts';
import { faults } from './stories/faults.ts';
import { gadgets } from './stories/gadgets.ts';
import { type NoAnswer, noAnswers } from './stories/no-answer.ts';
import { orders } from './stories/orders.ts';
import { questions } from './stories/questions.ts';
import type { Story } from './stories/story.ts';
import { takerOf } from './team.ts';
import { firstWord } from './voices.ts';

/** Whoever reads the demo finds the same people and stories each time. */
const seed = 20_260_301;
const manyCustomers = 118;
const days = 91;
/** Only mail brings files. */
const tellsOfFile = /מצור|צירפ/;

export interface Plan {
  readonly people: readonly Person[];
  readonly courses: readonly Course[];
}

/** Everything that reached the shop in the three months before `now`, oldest first. */
export function planOf(now: Date, many: number): Plan {
  const dice = new Dice(seed);
  const people = customers(dice, manyCustomers);
  const odd = new Set(oddPlaces(dice, many));
  const left = [...noAnswers];
  const courses = arrivalTimes(dice, now, many, days).map((at, place) => {
    const needless = odd.has(place) ? left.shift() : undefined;
    return needless ? needlessCourse(dice, needless, people, at, now) : storyCourse(dice, people, at, now);
  });
  return { people, courses: courses.sort((one, other) => one.at.getTime() - other.at.getTime()) };
}

function oddPlaces(dice: Dice, many: number): number[] {
  return noAnswers.map((_, index) => Math.floor(((index + dice.next()) * (many - 20)) / noAnswers.length));
}

function sourceOf(dice: Dice): Source {
  const share = dice.next();
  if (share < 0.56) return 'email';
  if (share < 0.8) return 'api';
  return share < 0.94 ? 'phone' : 'form';
}

function storyCourse(dice: Dice, people: readonly Person[], at: Date, now: Date): Course {
  const source = sourceOf(dice);
  const isWritten = source === 'phone' || source === 'form';
  const story = dice.pick(
    source === 'phone' ? calls : dice.pick<readonly Story[]>([faults, gadgets, orders, orders, questions]),
  );
  const customer = dice.between(0, people.length - 1);
  const person = people[customer] as Person;
  const fill = fillFor(dice, story.kinds, person);
  const withoutFiles = story.talks.filter(([first = '']) => !tellsOfFile.test(first));
  const talk = dice.pick(source === 'email' || withoutFiles.length === 0 ? story.talks : withoutFiles);
  const hasFile = source === 'email' && (tellsOfFile.test(talk[0] ?? '') || dice.chance(0.4));
  const openedAt = isWritten ? atDesk(dice, at) : at;
  const opened = { at: openedAt, now, story, talk, fill, person, hasAddress: !isWritten || dice.chance(0.5) };
  return {
    source,
    at: openedAt.getTime() > now.getTime() - 120_000 ? at : openedAt,
    customer,
    from: { name: person.name, address: opened.hasAddress ? person.email : '', phone: person.phone },
    subject: fill(dice.pick(story.subjects)),
    text: firstWord(dice, source, person, fill(talk[0] ?? '')),
    isHtml: dice.chance(0.55),
    file: hasFile ? (story.attached ?? null) : null,
    isSentTwice: at < new Date(now.getTime() - 3_600_000) && dice.chance(0.02),
    by: takerOf(dice, story.desk),
    desk: story.desk,
    urgency: story.urgency,
    steps: courseOf(dice, opened),
  };
}

/** An inquiry that is closed without an answer, with the reason why none is due. */
function needlessCourse(
  dice: Dice,
  needless: NoAnswer,
  people: readonly Person[],
  at: Date,
  now: Date,
): Course {
  const customer = needless.from ? null : dice.between(0, people.length - 1);
  const person = people[customer ?? 0] as Person;
  const fill = fillFor(dice, ['wash', 'screen', 'cold'], person);
  const by = takerOf(dice, 'service');
  const closedAt = atDesk(dice, later(dice, at, 20, 400));
  const reason: Step = { at: closedAt, kind: 'reason', by, code: needless.code, words: needless.words };
  return {
    source: 'email',
    at,
    customer,
    from: { ...(needless.from ?? { name: person.name, address: person.email }), phone: null },
    subject: fill(needless.subject),
    text: fill(needless.opening),
    isHtml: dice.chance(0.4),
    file: null,
    isSentTwice: false,
    by,
    desk: 'service',
    urgency: null,
    steps: closedAt < now ? [reason] : [],
  };
}

import { atDesk, awake, later } from './calendar.ts';
import type { Dice } from './dice.ts';
import { acceptedBy, refusedBy } from './outcomes.ts';
import type { Person } from './people.ts';
import type { Fill } from './shop.ts';
import type { Step } from './steps.ts';
import type { Story } from './stories/story.ts';
import { takerOf } from './team.ts';
import { deskWord, farewells, nextWord } from './voices.ts';

const hour = 3_600_000;
const day = 24 * hour;

export interface Opened {
  readonly at: Date;
  readonly now: Date;
  readonly story: Story;
  readonly talk: readonly string[];
  readonly fill: Fill;
  readonly person: Person;
  /** False where nobody can be written to. */
  readonly hasAddress: boolean;
}

/** What became of an inquiry, told as if there were no end of time; what lies after `now` has not happened yet. */
export function courseOf(dice: Dice, opened: Opened): Step[] {
  const told = tell(dice, opened);
  const happened = told.findIndex(({ at }) => at.getTime() > opened.now.getTime() - 60_000);
  return happened < 0 ? told : told.slice(0, happened);
}

function tell(dice: Dice, opened: Opened): Step[] {
  const { story, now } = opened;
  const by = takerOf(dice, story.desk);
  const at = atDesk(dice, later(dice, opened.at, 6, 240));
  const isNeglected = dice.chance(neglect(now.getTime() - opened.at.getTime()));
  if (isNeglected && dice.chance(0.5)) return [];
  const taken = take(dice, opened, by, at);
  if (isNeglected) return taken;
  const last = taken.at(-1)?.at ?? at;
  if (!opened.hasAddress) return [...taken, answeredByPhone(dice, last, by)];
  return [...taken, ...talk(dice, opened, by, last)];
}

function take(dice: Dice, { story, fill }: Opened, by: number, at: Date): Step[] {
  const taken: Step = { at, kind: 'take', by, desk: story.desk, urgency: story.urgency };
  if (story.note === undefined || !dice.chance(0.45)) return [taken];
  return [taken, { at: later(dice, at, 2, 40), kind: 'note', by, text: fill(story.note) }];
}

/** The desk and the customer in turns, until one of them falls silent. */
function talk(dice: Dice, opened: Opened, by: number, from: Date): Step[] {
  const steps: Step[] = [];
  for (const [turn, told] of opened.talk.slice(1).entries()) {
    const { text, after } = timed(dice, told, steps.at(-1)?.at ?? from);
    if (turn % 2 === 0) {
      const reply = answer(dice, opened, by, text, after);
      steps.push(reply);
      if (!reply.outcome.isAccepted) return [...steps, ...otherwise(dice, reply.at, by)];
      // Many never write again.
      if (dice.chance(0.3)) break;
    } else {
      const word = furtherWord(dice, opened, text, after);
      steps.push(word);
      if (dice.chance(neglect(opened.now.getTime() - word.at.getTime()) / 2)) return steps;
    }
  }
  return [...steps, ...ending(dice, steps, by, opened.person)];
}

/** What a text that has to wait some days says, and from when on. */
function timed(dice: Dice, told: string, before: Date): { text: string; after: Date } {
  const [, days, text = told] = /^\+(\d+) (.*)$/s.exec(told) ?? [];
  const minutes = Number(days ?? 0) * 1440;
  return { text, after: minutes === 0 ? before : later(dice, before, minutes, minutes + 1440) };
}

/** Who can't be written to is called, if somebody notices. */
function otherwise(dice: Dice, after: Date, by: number): Step[] {
  return dice.chance(0.4) ? [answeredByPhone(dice, after, by)] : [];
}

function answer(dice: Dice, { person, fill }: Opened, by: number, text: string, after: Date) {
  const at = atDesk(dice, later(dice, after, 4, 200));
  const words = deskWord(dice, by, person.first, fill(text));
  const outcome = dice.chance(0.02) ? refusedBy(dice, person.email) : acceptedBy(dice, person.email, at);
  return { at, kind: 'reply', by, text: words, status: 'waiting', outcome } as const;
}

function furtherWord(dice: Dice, { person, fill }: Opened, text: string, after: Date) {
  const at = awake(dice, later(dice, after, 15, 1300));
  const file = /מצורף/.test(text) ? 'photo' : null;
  const words = nextWord(dice, person, fill(text));
  return { at, kind: 'word', text: words, isHtml: dice.chance(0.8), file } as const;
}

/** The end: of a conversation whose last word is ours a quiet one; thanks are answered, or need no answer. */
function ending(dice: Dice, steps: readonly Step[], by: number, person: Person): Step[] {
  const last = steps.at(-1);
  if (!last) return [];
  if (last.kind !== 'word') {
    if (dice.chance(0.12)) return [];
    return [{ at: atDesk(dice, later(dice, last.at, 1000, 5000)), kind: 'close', by }];
  }
  const at = atDesk(dice, later(dice, last.at, 10, 300));
  if (dice.chance(0.5)) return [{ at, kind: 'reason', by, code: 'no_question', words: null }];
  const text = deskWord(dice, by, person.first, dice.pick(farewells));
  return [{ at, kind: 'reply', by, text, status: 'closed', outcome: acceptedBy(dice, person.email, at) }];
}

function answeredByPhone(dice: Dice, after: Date, by: number): Step {
  const words = dice.pick(['נענה בטלפון', 'דיברנו, הכול ברור', 'התקשרנו והסברנו']);
  return {
    at: atDesk(dice, later(dice, after, 5, 180)),
    kind: 'reason',
    by,
    code: 'answered_elsewhere',
    words,
  };
}

/** The share of inquiries of this age that nobody has answered yet. */
function neglect(ageMs: number): number {
  if (ageMs < 1.5 * day) return 0.5;
  if (ageMs < 4 * day) return 0.22;
  if (ageMs < 10 * day) return 0.06;
  return ageMs < 21 * day ? 0.01 : 0;
}

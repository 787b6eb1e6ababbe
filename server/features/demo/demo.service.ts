import { type Context, requirePermission } from '../../context.ts';
import { MailReader } from '../../mail/parse-pool.ts';
import { indexAnew } from '../search/indexing.service.ts';
import { arrive } from './arrive.service.ts';
import { callsOf, type PlannedCall } from './call-plan.ts';
import { callComesIn, type Exchange, setUpExchange, type Told } from './calls.service.ts';
import { settlePast, withQuickCommits } from './demo.sql.ts';
import { Dice } from './dice.ts';
import { addOddities } from './oddities.service.ts';
import { planOf } from './plan.ts';
import { proceed } from './proceed.service.ts';
import { openAccounts, setUp } from './set-up.service.ts';
import type { Stage } from './stage.service.ts';
import type { Course } from './steps.ts';

const manyInquiries = 300;
const manyCalls = 84;
/** So long a customer's call is about what they wrote before. */
const sameMatterMs = 5 * 24 * 3_600_000;
/** Conversations that go on beside each other. */
const lanes = 3;

/**
 * Fills a new tenant with three months of a shop's inquiries, made by the verbs that real ones are made by, and the same each
 * time but for its dates. Needs the lists of a new tenant and a mailbox. Takes seconds; nothing is sent.
 */
export async function fillDemo(ctx: Context): Promise<void> {
  requirePermission(ctx, 'settings:write');
  const reader = new MailReader();
  try {
    const stage = await setUp(ctx, reader);
    const { people, courses } = planOf(stage.now, manyInquiries);
    const opened = await withQuickCommits(ctx.db, async (db) => {
      const quick = { ...ctx, db };
      await openAccounts(quick, stage, people, new Dice(7));
      const exchange = await setUpExchange(quick, stage);
      return await openAll(quick, stage, courses, {
        exchange,
        calls: callsOf({ people, courses }, stage.now, manyCalls),
      });
    });
    await goOn(ctx, stage, opened);
    await addOddities(ctx, stage);
    await settlePast(ctx);
    await indexAnew(ctx);
  } finally {
    await reader.close();
  }
  ctx.announce({ kind: 'resync' });
}

interface Opened {
  readonly course: Course;
  readonly ticketId: string;
  readonly dice: Dice;
  /** Calls about it, in the order of time. */
  readonly calls: Told[];
}

interface Phone {
  readonly exchange: Exchange;
  readonly calls: readonly PlannedCall[];
}

/** One after the other, inquiries and calls by their time, so that numbers grow with it. */
async function openAll(
  ctx: Context,
  stage: Stage,
  courses: readonly Course[],
  { exchange, calls }: Phone,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  const left = [...calls];
  const callsUntil = async (at: Date) => {
    for (let call = left[0]; call && call.at <= at; call = left[0]) {
      left.shift();
      const told = await callComesIn(ctx, stage, exchange, call);
      // What is said on a ticket has its place among the steps of that ticket.
      const about = call.said?.as === 'ticket' ? lately(opened, call) : null;
      if (about === null) await told?.say(ctx, null);
      else if (told !== null) about.calls.push(told);
    }
  };
  for (const [place, course] of courses.entries()) {
    await callsUntil(course.at);
    // Of its own, so that what happens beside it changes nothing.
    const dice = new Dice(place + 1);
    opened.push({ course, ticketId: await arrive(ctx, stage, course, dice), dice, calls: [] });
  }
  await callsUntil(stage.now);
  return opened;
}

/** The ticket that a customer's call is about: what they wrote in the days before. */
function lately(opened: readonly Opened[], { customer, at }: PlannedCall): Opened | null {
  const since = at.getTime() - sameMatterMs;
  return (
    opened.findLast(
      ({ course }) => customer !== null && course.customer === customer && course.at.getTime() > since,
    ) ?? null
  );
}

async function goOn(ctx: Context, stage: Stage, opened: readonly Opened[]): Promise<void> {
  const left = opened.values();
  const lane = () =>
    withQuickCommits(ctx.db, async (db) => {
      for (const { course, ticketId, dice, calls } of left) {
        const until = async (at: Date) => {
          for (let told = calls[0]; told && told.saidAt <= at; told = calls[0]) {
            calls.shift();
            await told.say({ ...ctx, db }, ticketId);
          }
        };
        await proceed({ ...ctx, db }, stage, course, ticketId, dice, until);
        await until(stage.now);
      }
    });
  await Promise.all(Array.from({ length: lanes }, lane));
}

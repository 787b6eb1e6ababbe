import { type Context, requirePermission } from '../../context.ts';
import { MailReader } from '../../mail/parse-pool.ts';
import { indexAnew } from '../search/indexing.service.ts';
import { arrive } from './arrive.service.ts';
import { settlePast, withQuickCommits } from './demo.sql.ts';
import { Dice } from './dice.ts';
import { addOddities } from './oddities.service.ts';
import { planOf } from './plan.ts';
import { proceed } from './proceed.service.ts';
import { openAccounts, setUp } from './set-up.service.ts';
import type { Stage } from './stage.service.ts';
import type { Course } from './steps.ts';

const manyInquiries = 300;
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
      return await openAll(quick, stage, courses);
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
}

/** One after the other, so that numbers grow with time. */
async function openAll(ctx: Context, stage: Stage, courses: readonly Course[]): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const [place, course] of courses.entries()) {
    // Of its own, so that what happens beside it changes nothing.
    const dice = new Dice(place + 1);
    opened.push({ course, ticketId: await arrive(ctx, stage, course, dice), dice });
  }
  return opened;
}

async function goOn(ctx: Context, stage: Stage, opened: readonly Opened[]): Promise<void> {
  const left = opened.values();
  const lane = () =>
    withQuickCommits(ctx.db, async (db) => {
      for (const { course, ticketId, dice } of left)
        await proceed({ ...ctx, db }, stage, course, ticketId, dice);
    });
  await Promise.all(Array.from({ length: lanes }, lane));
}

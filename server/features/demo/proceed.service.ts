import { type Context, inTransaction } from '../../context.ts';
import { outgoingMail } from '../email/send.service.ts';
import { recordAccepted, recordFailed } from '../messages/delivery.service.ts';
import { replyToTicketOf } from '../messages/reply.service.ts';
import { addNoteTo } from '../messages/write.service.ts';
import { changeTicketOf } from '../tickets/change.service.ts';
import { takeMail } from './arrive.service.ts';
import { type Answered, buildMail } from './customer-mail.ts';
import type { Dice } from './dice.ts';
import { fileOf } from './enclosures.ts';
import { happen, type Stage } from './stage.service.ts';
import type { Course, Step } from './steps.ts';
import { deskPlaces, manager } from './team.ts';

type Reply = Extract<Step, { kind: 'reply' }>;
type Word = Extract<Step, { kind: 'word' }>;

/** Does the steps that followed an inquiry's arrival, each at its time; `until` does what came before each by another way. */
export async function proceed(
  ctx: Context,
  stage: Stage,
  course: Course,
  ticketId: string,
  dice: Dice,
  until: (at: Date) => Promise<void>,
): Promise<void> {
  let answered: Answered | null = null;
  for (const step of course.steps) {
    await until(step.at);
    if (step.kind === 'reply') answered = await reply(ctx, stage, course, ticketId, step);
    else if (step.kind === 'word') await word(ctx, stage, course, step, answered, dice);
    else await byHand(ctx, stage, ticketId, step);
  }
}

function byHand(ctx: Context, stage: Stage, ticketId: string, step: Exclude<Step, Reply | Word>) {
  return happen(ctx, step.at, userOf(stage, step.by), async (then) => {
    if (step.kind === 'note') return await addNoteTo(then, ticketId, step.text);
    if (step.kind === 'close') return await changeTicketOf(then, ticketId, { status: stage.statuses.closed });
    if (step.kind === 'reason') {
      const reason = { code: step.code, text: step.words };
      return await changeTicketOf(then, ticketId, { status: stage.statuses.closed, reason });
    }
    const department_id = stage.desks[deskPlaces[step.desk] ?? 0] ?? null;
    const urgency = step.urgency === null ? {} : { priority_id: stage.urgencies[step.urgency] ?? null };
    const change = { owner: ownerOf(stage, step.by), department_id, status: stage.statuses.in_progress };
    return await changeTicketOf(then, ticketId, { ...change, ...urgency });
  });
}

/** The reply and its server's answer in one transaction: at no moment is there anything that a worker could send. */
function reply(ctx: Context, stage: Stage, course: Course, ticketId: string, step: Reply): Promise<Answered> {
  const { at, outcome, text } = step;
  const settledAt = new Date(Math.min(at.getTime() + outcome.afterMs, stage.now.getTime()));
  const status = step.status === null ? {} : { status: stage.statuses[step.status] };
  const { name, address } =
    course.source === 'email' && course.desk === 'sales' ? stage.salesMailbox : stage.mailbox;
  return happen(ctx, at, userOf(stage, step.by), (then) =>
    inTransaction(then, async (tx) => {
      const outbox = { naming: stage.naming, undoSeconds: 0 };
      const messageId = await replyToTicketOf(tx, outbox, ticketId, { text, ...status });
      // What the customer got can be looked at, as of any mail that is really sent; of what lies further back nobody asks.
      if (stage.now.getTime() - at.getTime() < 14 * 86_400_000)
        await outgoingMail(tx, { dkim: null }, messageId);
      const settle = outcome.isAccepted ? recordAccepted : recordFailed;
      const settled: Context = { ...tx, actor: { kind: 'system' }, now: () => settledAt };
      await settle(settled, messageId, outcome.answer, outcome.attempts);
      return {
        mailId: stage.naming.mailIdOf(ticketId, messageId, address),
        at,
        from: { name, address },
        text,
      };
    }),
  );
}

async function word(
  ctx: Context,
  stage: Stage,
  course: Course,
  step: Word,
  answered: Answered | null,
  dice: Dice,
): Promise<void> {
  const { from, subject } = course;
  const { at, text, isHtml, file } = step;
  const attached = file === null ? [] : [fileOf(file, dice, at)];
  const isSales = course.source === 'email' && course.desk === 'sales';
  const mailbox = isSales ? stage.salesMailbox : stage.mailbox;
  const mail = await buildMail(dice, { from, to: mailbox, at, subject, text, answered, isHtml, attached });
  await takeMail(ctx, stage, at, mailbox, from.address, mail.raw);
}

const ownerOf = (stage: Stage, by: number) => (by === manager ? stage.manager : (stage.users[by] ?? null));

function userOf(stage: Stage, by: number): Context['actor'] {
  return { kind: 'user', id: ownerOf(stage, by) ?? '', role: by === manager ? 'administrator' : 'agent' };
}

import { wireIdOf } from '../../../shared/id.ts';
import type { RecipientOutcome } from '../../../shared/messages.ts';
import { type Context, inTransaction, may, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { changeTicketOf, requireLocked } from '../tickets/change.service.ts';
import { recordEvents, recordHandling, refreshWaiting } from '../tickets/evidence.service.ts';
import { lockMail } from './lock.service.ts';
import type { MessageRecord } from './messages.sql.ts';
import { acceptedIn, openIn, outcomesIn } from './outcomes.ts';
import { answersCustomer } from './outgoing.sql.ts';
import { settleAccepted } from './reports.service.ts';
import { deleteReports } from './reports.sql.ts';
import { sendQueue } from './write.service.ts';
import { type Draft, lateDeliveries, type Recipients, updateDelivery } from './write.sql.ts';

/** What is known of a mail's recipients, and who of them is to be sent to, for whoever sends it. */
export const knownOutcomes = outcomesIn;
export const openRecipients = openIn;

const isOver = { next_attempt_at: null, claimed_until: null } as const;

/** A job that is later than this was lost with its process. */
const lostAfterMs = 120_000;

/**
 * The recipients' servers took the message: their answer is the evidence, and a person's reply to the customer handles the
 * ticket. `outcomes` where some of several recipients were refused.
 */
export async function recordAccepted(
  ctx: Context,
  messageId: string,
  serverAnswer: string,
  attempts: number,
  outcomes: readonly RecipientOutcome[] = [],
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const queued = await requireQueued(tx, messageId);
    if (!queued) return;
    const { message, delivery } = queued;
    await updateDelivery(tx, messageId, {
      state: 'sent',
      attempts,
      ...isOver,
      server_answer: serverAnswer,
      accepted_at: delivery.accepted_at ?? tx.now(),
      ...kept(outcomes),
    });
    const { ticket_id: ticketId } = message;
    await recordReached(tx, message, outcomes);
    await settleAccepted(tx, messageId);
    const kind = message.kind === 'forward' ? 'forward_sent' : 'reply_sent';
    const detail = { message: wireIdOf(messageId), server_answer: serverAnswer };
    await recordEvents(tx, [{ ticketId, kind, detail }]);
    await refreshWaiting(tx, [ticketId]);
    await applyStatus(tx, message, (delivery.draft ?? {}) as Draft, delivery.send_at);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

/** A person's reply that reached the customer is evidence from that moment, whatever becomes of its other recipients. */
async function recordReached(
  ctx: Context,
  message: MessageRecord,
  outcomes: readonly RecipientOutcome[],
): Promise<void> {
  if (message.is_automatic || message.kind !== null) return;
  const { to = [], cc = [] } = (message.recipients ?? {}) as Partial<Recipients>;
  const all = [...to, ...cc].map(({ address }) => address.toLowerCase());
  const reached = outcomes.length === 0 ? all : acceptedIn(outcomes);
  if (!(await answersCustomer(ctx, message, reached))) return;
  await recordHandling(ctx, {
    id: newId(),
    ticketId: message.ticket_id,
    kind: 'reply',
    at: message.created_at,
    messageId: message.id,
    userId: message.author.startsWith('user:') ? message.author.slice(5) : null,
    reason: null,
  });
}

/** The status that came with a scheduled reply: set now, unless the customer has written since. */
async function applyStatus(
  ctx: Context,
  message: MessageRecord,
  { statusId }: Draft,
  sendAt: Date | null,
): Promise<void> {
  if (statusId === undefined || sendAt === null) return;
  const ticket = await requireLocked(ctx, message.ticket_id);
  if (ticket.waiting_since !== null || ticket.status_id === statusId) return;
  const lists = await ctx.lists.of(ctx.tenantId);
  const [, userId = ''] = /^user:(.+)$/.exec(message.author) ?? [];
  const user = lists.users.get(userId);
  const status = lists.statuses.get(statusId);
  if (!user?.isActive || !status?.isActive) return;
  const asAuthor: Context = { ...ctx, actor: { kind: 'user', id: user.id, role: user.role } };
  if (may(asAuthor, 'tickets:write')) await changeTicketOf(asAuthor, message.ticket_id, { status: statusId });
}

/** The servers refused for good. The ticket stays unhandled. */
export async function recordFailed(
  ctx: Context,
  messageId: string,
  serverAnswer: string,
  attempts: number,
  outcomes?: readonly RecipientOutcome[],
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const queued = await requireQueued(tx, messageId);
    if (!queued) return;
    await updateDelivery(tx, messageId, {
      state: 'failed',
      attempts,
      ...isOver,
      server_answer: serverAnswer,
      failed_at: tx.now(),
      ...kept(outcomes),
    });
    const { ticket_id: ticketId, kind } = queued.message;
    await recordEvents(tx, [
      {
        ticketId,
        kind: kind === 'forward' ? 'forward_failed' : 'reply_failed',
        detail: { message: wireIdOf(messageId), server_answer: serverAnswer },
      },
    ]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

/** Where the mail could not even be made, what is known of its recipients stays. */
function kept(outcomes: readonly RecipientOutcome[] | undefined): { outcomes?: string | null } {
  if (!outcomes) return {};
  return { outcomes: outcomes.length === 0 ? null : JSON.stringify(outcomes) };
}

/**
 * Not now: tried again at `nextAttemptAt`. That a server may have kept the mail all the same is a line of the history.
 * Recipients who have it are not sent to again, and the customer among them makes it evidence already.
 */
export async function recordPostponed(
  ctx: Context,
  messageId: string,
  { answer, isUncertain, outcomes }: Postponed,
  attempts: number,
  nextAttemptAt: Date,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const queued = await requireQueued(tx, messageId);
    if (!queued) return;
    const { message, delivery } = queued;
    const reached = acceptedIn(outcomes ?? []);
    await updateDelivery(tx, messageId, {
      state: 'queued',
      attempts,
      next_attempt_at: nextAttemptAt,
      claimed_until: null,
      is_uncertain: isUncertain || delivery.is_uncertain,
      server_answer: answer,
      ...(reached.length > 0 && { accepted_at: delivery.accepted_at ?? tx.now() }),
      ...kept(outcomes),
    });
    if (isUncertain) {
      const detail = { message: wireIdOf(messageId), server_answer: answer };
      await recordEvents(tx, [
        {
          ticketId: message.ticket_id,
          kind: message.kind === 'forward' ? 'forward_uncertain' : 'reply_uncertain',
          detail,
        },
      ]);
    }
    if (outcomes && reached.length > 0) {
      await recordReached(tx, message, outcomes);
      await refreshWaiting(tx, [message.ticket_id]);
    }
    await tx.jobs.enqueue(tx.db, sendQueue, [{ tenantId: tx.tenantId, messageId }], nextAttemptAt);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(message.ticket_id)] });
  });
}

interface Postponed {
  readonly answer: string;
  readonly isUncertain: boolean;
  readonly outcomes?: readonly RecipientOutcome[];
}

/** Keeps the mail as it will be sent, before anything of it leaves; each attempt sends the same bytes. */
export async function recordComposed(
  ctx: Context,
  messageId: string,
  mime: { sha256: Buffer; bytes: number },
): Promise<void> {
  await updateDelivery(ctx, messageId, { mime_sha256: mime.sha256, mime_bytes: mime.bytes });
}

/** A person tries a message again that was refused or came back; what was said of it stays in the history. Throws not_found, conflict nothing_to_retry. */
export async function retryDeliveryOf(ctx: Context, messageId: string): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    const locked = await lockMail(tx, messageId);
    if (!locked) throw new Problem('not_found', 'not_found');
    const { message, delivery } = locked;
    if (delivery?.state !== 'failed' && delivery?.state !== 'bounced')
      throw new Problem('conflict', 'nothing_to_retry');
    await deleteReports(tx, messageId);
    await updateDelivery(tx, messageId, {
      state: 'queued',
      attempts: 0,
      next_attempt_at: tx.now(),
      is_uncertain: false,
      failed_at: null,
      bounced_at: null,
      outcomes: delivery.state === 'failed' ? stillOpen(delivery.outcomes) : null,
      // What was wrong may have been the mail: it is made anew.
      mime_sha256: null,
      mime_bytes: null,
    });
    await tx.jobs.enqueue(tx.db, sendQueue, [{ tenantId: tx.tenantId, messageId }]);
    await recordEvents(tx, [
      {
        ticketId: message.ticket_id,
        kind: message.kind === 'forward' ? 'forward_queued' : 'reply_queued',
        detail: { message: wireIdOf(messageId) },
      },
    ]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(message.ticket_id)] });
  });
}

/** Puts messages whose job was lost back to work. */
export async function resumeLostDeliveries(ctx: Context): Promise<number> {
  const late = await lateDeliveries(ctx, lostAfterMs, 500);
  const jobs = late.map((row) => ({ tenantId: ctx.tenantId, messageId: row.message_id }));
  if (jobs.length > 0) await ctx.jobs.enqueue(ctx.db, sendQueue, jobs);
  return jobs.length;
}

/** The mail, locked, when it still waits; null when another process was quicker. */
async function requireQueued(ctx: Context, messageId: string) {
  const { message, delivery } = (await lockMail(ctx, messageId)) ?? {};
  return message && delivery?.state === 'queued' ? { message, delivery } : null;
}

/** Those who have it don't get it again; of a mail that came back nobody is known to have it. */
function stillOpen(outcomes: unknown): string | null {
  const reached = outcomesIn(outcomes).filter(({ state }) => state === 'accepted');
  return reached.length === 0 ? null : JSON.stringify(reached);
}

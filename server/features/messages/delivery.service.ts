import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { recordEvents, recordHandling, refreshWaiting } from '../tickets/evidence.service.ts';
import { findMessage } from './messages.sql.ts';
import { settleAccepted } from './reports.service.ts';
import { deleteReports } from './reports.sql.ts';
import { sendQueue } from './write.service.ts';
import { lateDeliveries, lockDelivery, updateDelivery } from './write.sql.ts';

/** A job that is later than this was lost with its process. */
const lostAfterMs = 120_000;

/** The recipient's server took the message: its answer is the evidence, and a person's reply handles the ticket. */
export async function recordAccepted(
  ctx: Context,
  messageId: string,
  serverAnswer: string,
  attempts: number,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await requireQueued(tx, messageId);
    if (!message) return;
    const now = tx.now();
    await updateDelivery(tx, messageId, {
      state: 'sent',
      attempts,
      next_attempt_at: null,
      server_answer: serverAnswer,
      accepted_at: now,
    });
    const { ticket_id: ticketId } = message;
    if (!message.is_automatic) {
      const userId = message.author.startsWith('user:') ? message.author.slice(5) : null;
      await recordHandling(tx, {
        id: newId(),
        ticketId,
        kind: 'reply',
        at: message.created_at,
        messageId,
        userId,
        reason: null,
      });
    }
    await settleAccepted(tx, messageId);
    await recordEvents(tx, [
      { ticketId, kind: 'reply_sent', detail: { message: wireIdOf(messageId), server_answer: serverAnswer } },
    ]);
    await refreshWaiting(tx, [ticketId]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

/** The server refused for good. The ticket stays unhandled. */
export async function recordFailed(
  ctx: Context,
  messageId: string,
  serverAnswer: string,
  attempts: number,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await requireQueued(tx, messageId);
    if (!message) return;
    await updateDelivery(tx, messageId, {
      state: 'failed',
      attempts,
      next_attempt_at: null,
      server_answer: serverAnswer,
      failed_at: tx.now(),
    });
    const { ticket_id: ticketId } = message;
    await recordEvents(tx, [
      {
        ticketId,
        kind: 'reply_failed',
        detail: { message: wireIdOf(messageId), server_answer: serverAnswer },
      },
    ]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

/** Not now: tried again at `nextAttemptAt`. That a server may have kept the mail all the same is a line of the history. */
export async function recordPostponed(
  ctx: Context,
  messageId: string,
  { answer, isUncertain }: { readonly answer: string; readonly isUncertain: boolean },
  attempts: number,
  nextAttemptAt: Date,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await requireQueued(tx, messageId);
    if (!message) return;
    await updateDelivery(tx, messageId, {
      state: 'queued',
      attempts,
      next_attempt_at: nextAttemptAt,
      server_answer: answer,
    });
    if (isUncertain) {
      const detail = { message: wireIdOf(messageId), server_answer: answer };
      await recordEvents(tx, [{ ticketId: message.ticket_id, kind: 'reply_uncertain', detail }]);
    }
    await tx.jobs.enqueue(tx.db, sendQueue, [{ tenantId: tx.tenantId, messageId }], nextAttemptAt);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(message.ticket_id)] });
  });
}

/** A person tries a message again that was refused or came back; what was said of it stays in the history. Throws not_found, conflict nothing_to_retry. */
export async function retryDeliveryOf(ctx: Context, messageId: string): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    const message = await findMessage(tx, messageId);
    if (!message) throw new Problem('not_found', 'not_found');
    const delivery = await lockDelivery(tx, messageId);
    if (delivery?.state !== 'failed' && delivery?.state !== 'bounced')
      throw new Problem('conflict', 'nothing_to_retry');
    await deleteReports(tx, messageId);
    await updateDelivery(tx, messageId, {
      state: 'queued',
      attempts: 0,
      next_attempt_at: tx.now(),
      failed_at: null,
      bounced_at: null,
    });
    await tx.jobs.enqueue(tx.db, sendQueue, [{ tenantId: tx.tenantId, messageId }]);
    await recordEvents(tx, [
      { ticketId: message.ticket_id, kind: 'reply_queued', detail: { message: wireIdOf(messageId) } },
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

/** The message when its delivery still waits; null when another process was quicker. */
async function requireQueued(ctx: Context, messageId: string) {
  const delivery = await lockDelivery(ctx, messageId);
  if (delivery?.state !== 'queued') return null;
  return (await findMessage(ctx, messageId)) ?? null;
}

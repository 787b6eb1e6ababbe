import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { unsendMessage } from '../../../shared/sending.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { isoOrNull, wireOrNull } from '../../wire.ts';
import { recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { takeBackLines } from '../tickets/undo.service.ts';
import { lockMail } from './lock.service.ts';
import { uploadShown } from './uploads.service.ts';
import { releaseUploads } from './uploads.sql.ts';
import { sendQueue } from './write.service.ts';
import { type Draft, type Recipients, updateDelivery } from './write.sql.ts';

/**
 * Takes back a mail that has not left: it is out of the conversation, its uploads are free again, and a status that came with
 * it is set back. Answers what it held. Throws not_found, conflict already_sent.
 */
export async function unsendOf(ctx: Context, messageId: string): Promise<AnswerOf<typeof unsendMessage>> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const { message, delivery } = await requireWaiting(tx, messageId);
    const { ticket_id: ticketId } = message;
    const draft = (delivery.draft ?? {}) as Draft;
    await updateDelivery(tx, messageId, {
      state: 'withdrawn',
      next_attempt_at: null,
      withdrawn_at: tx.now(),
    });
    const userId = tx.actor.kind === 'user' ? tx.actor.id : null;
    const uploads = userId === null ? [] : await releaseUploads(tx, messageId, userId);
    const kind = message.kind === 'forward' ? 'forward_withdrawn' : 'reply_withdrawn';
    await recordEvents(tx, [{ ticketId, kind, detail: { message: wireIdOf(messageId) } }]);
    await refreshWaiting(tx, [ticketId]);
    await takeBackLines(tx, ticketId, draft.eventIds ?? []);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    const { to = [], cc = [] } = (message.recipients ?? {}) as Partial<Recipients>;
    return {
      ticket_id: wireIdOf(ticketId),
      forwarded_id: wireOrNull(message.forwards_id),
      text: draft.text ?? message.text,
      to: [...to],
      cc: [...cc],
      from_mailbox_id: wireOrNull(delivery.mailbox_id),
      attachments: uploads.map(uploadShown),
      include_attachments: draft.includeAttachments ?? false,
      status: wireOrNull(draft.statusId ?? null),
      send_at: isoOrNull(delivery.send_at),
    };
  });
}

/** Sends a mail that waits for its time. Throws not_found, conflict already_sent. */
export async function sendNowOf(ctx: Context, messageId: string): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    const { message, delivery } = await requireWaiting(tx, messageId);
    const now = tx.now();
    await updateDelivery(tx, messageId, { next_attempt_at: now, ...(delivery.send_at && { send_at: now }) });
    await tx.jobs.enqueue(tx.db, sendQueue, [{ tenantId: tx.tenantId, messageId }]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(message.ticket_id)] });
  });
}

/** The mail, locked with its ticket, while no process has begun to send it: that is one statement on the locked row. */
async function requireWaiting(ctx: Context, messageId: string) {
  requirePermission(ctx, 'tickets:read');
  const { message, delivery } = (await lockMail(ctx, messageId)) ?? {};
  if (!message || !delivery) throw new Problem('not_found', 'not_found');
  if (delivery.state !== 'queued' || delivery.attempts > 0) throw new Problem('conflict', 'already_sent');
  return { message, delivery };
}

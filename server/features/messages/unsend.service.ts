import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { RecipientOutcome } from '../../../shared/messages.ts';
import type { unsendMessage } from '../../../shared/sending.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { isoOrNull, wireOrNull } from '../../wire.ts';
import { recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { takeBackLines } from '../tickets/undo.service.ts';
import { recordAccepted, recordFailed } from './delivery.service.ts';
import { lockMail } from './lock.service.ts';
import { acceptedIn, outcomesIn } from './outcomes.ts';
import { isBeingSent } from './shown.ts';
import { uploadShown } from './uploads.service.ts';
import { releaseUploads } from './uploads.sql.ts';
import { sendQueue } from './write.service.ts';
import { type Draft, type Recipients, updateDelivery } from './write.sql.ts';

/**
 * Takes back a mail that nobody has: it is out of the conversation, its uploads are free again, and a status that came with it is
 * set back. Where some have it, or a server may have kept it, it stays, and the others don't get it. Answers what it held. Throws
 * not_found, conflict already_sent.
 */
export async function unsendOf(ctx: Context, messageId: string): Promise<AnswerOf<typeof unsendMessage>> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const waiting = await requireWaiting(tx, messageId);
    const { message, delivery } = waiting;
    const isKept = mayBeSomewhere(delivery);
    const uploads = isKept ? await stop(tx, waiting) : await withdraw(tx, waiting);
    const draft = (delivery.draft ?? {}) as Draft;
    const { to = [], cc = [] } = (message.recipients ?? {}) as Partial<Recipients>;
    return {
      ticket_id: wireIdOf(message.ticket_id),
      is_kept: isKept,
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

type Waiting = Awaited<ReturnType<typeof requireWaiting>>;

/** Somebody has it, a server went away with it in its hands, or the process that sent it was never heard of again. */
function mayBeSomewhere({ outcomes, is_uncertain, claimed_until }: Waiting['delivery']): boolean {
  return is_uncertain || claimed_until !== null || acceptedIn(outcomesIn(outcomes)).length > 0;
}

async function withdraw(ctx: Context, { message, delivery }: Waiting) {
  const { id: messageId, ticket_id: ticketId } = message;
  await updateDelivery(ctx, messageId, {
    state: 'withdrawn',
    next_attempt_at: null,
    withdrawn_at: ctx.now(),
  });
  const userId = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  const uploads = userId === null ? [] : await releaseUploads(ctx, messageId, userId);
  const kind = message.kind === 'forward' ? 'forward_withdrawn' : 'reply_withdrawn';
  await recordEvents(ctx, [{ ticketId, kind, detail: { message: wireIdOf(messageId) } }]);
  await refreshWaiting(ctx, [ticketId]);
  await takeBackLines(ctx, ticketId, ((delivery.draft ?? {}) as Draft).eventIds ?? []);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  return uploads;
}

/** It ends as it stands: sent to those who have it, or failed. Whatever evidence there is stays. */
async function stop(ctx: Context, { message, delivery }: Waiting): Promise<[]> {
  const { id: messageId, ticket_id: ticketId } = message;
  const outcomes = outcomesIn(delivery.outcomes).map(
    (one): RecipientOutcome => (one.state === 'waiting' ? { ...one, state: 'withdrawn' } : one),
  );
  const kind = message.kind === 'forward' ? 'forward_stopped' : 'reply_stopped';
  await recordEvents(ctx, [{ ticketId, kind, detail: { message: wireIdOf(messageId) } }]);
  const { to = [] } = (message.recipients ?? {}) as Partial<Recipients>;
  const reached = new Set(acceptedIn(outcomes));
  const isSent = to.some(({ address }) => reached.has(address.toLowerCase()));
  const answer =
    (isSent && outcomes.find(({ state }) => state === 'accepted')?.said) || delivery.server_answer;
  const given = [ctx, messageId, answer ?? '', delivery.attempts, outcomes] as const;
  await (isSent ? recordAccepted(...given) : recordFailed(...given));
  return [];
}

/** Sends a mail that waits for its time, or for another attempt. Throws not_found, conflict already_sent. */
export async function sendNowOf(ctx: Context, messageId: string): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    const { message, delivery } = await requireWaiting(tx, messageId);
    const now = tx.now();
    const isFirst = delivery.send_at !== null && delivery.attempts === 0;
    await updateDelivery(tx, messageId, { next_attempt_at: now, ...(isFirst && { send_at: now }) });
    await tx.jobs.enqueue(tx.db, sendQueue, [{ tenantId: tx.tenantId, messageId }]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(message.ticket_id)] });
  });
}

/** The mail, locked with its ticket, while no process sends it: that begins with one statement on the locked row. */
async function requireWaiting(ctx: Context, messageId: string) {
  requirePermission(ctx, 'tickets:read');
  const { message, delivery } = (await lockMail(ctx, messageId)) ?? {};
  if (!message || !delivery) throw new Problem('not_found', 'not_found');
  if (delivery.state !== 'queued' || isBeingSent(delivery, ctx.now()))
    throw new Problem('conflict', 'already_sent');
  return { message, delivery };
}

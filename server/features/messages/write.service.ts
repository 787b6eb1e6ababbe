import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { replyToTicket } from '../../../shared/sending.ts';
import { actorText, type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { changeTicketOf } from '../tickets/change.service.ts';
import { recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { requireTicket, type TicketRecord } from '../tickets/tickets.service.ts';
import { replyTargetOf } from './messages.service.ts';
import { lastMail } from './messages.sql.ts';
import {
  insertAttachments,
  insertDelivery,
  insertMessage,
  type NewAttachment,
  type NewMessage,
} from './write.sql.ts';

/** Names the Message-ID of an outgoing mail; handed over by main.ts from the mail layer. */
export interface MailNaming {
  mailIdOf(ticketId: string, messageId: string, fromAddress: string): string;
}

export const sendQueue = 'send-message';

/**
 * Writes a reply into the outbox, and changes the status if asked to. It handles the ticket once the recipient's mail
 * server has accepted it. Answers the message's id (uuid). Throws conflict no_recipient, no_sending_address, reason_required.
 */
export async function replyToTicketOf(
  ctx: Context,
  naming: MailNaming,
  ticketId: string,
  reply: BodyOf<typeof replyToTicket>,
): Promise<string> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const ticket = await requireTicket(tx, { id: ticketId });
    const id = newId();
    await insertReply(tx, naming, ticket, id, reply.text);
    await insertDelivery(tx, id);
    await tx.jobs.enqueue(tx.db, sendQueue, [{ tenantId: tx.tenantId, messageId: id }]);
    await recordEvents(tx, [{ ticketId, kind: 'reply_queued', detail: { message: wireIdOf(id) } }]);
    await refreshWaiting(tx, [ticketId]);
    if (reply.status !== undefined) await closeWithReply(tx, ticketId, reply.status);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    return id;
  });
}

/** "Send and close": the reply that is on its way is the reason why no other is asked for; a failed one opens the clock's case again. */
async function closeWithReply(ctx: Context, ticketId: string, status: string): Promise<void> {
  await changeTicketOf(ctx, ticketId, { status }, { isAnswered: true });
}

async function insertReply(
  ctx: Context,
  naming: MailNaming,
  ticket: TicketRecord,
  id: string,
  text: string,
): Promise<void> {
  const [{ from, to }, mail] = await Promise.all([replyTargetOf(ctx, ticket), lastMail(ctx, ticket.id)]);
  if (!to) throw new Problem('conflict', 'no_recipient');
  if (!from) throw new Problem('conflict', 'no_sending_address');
  await insertMessage(ctx, {
    id,
    ticketId: ticket.id,
    channel: 'email',
    direction: 'outbound',
    author: actorText(ctx.actor),
    text,
    fromName: from.name,
    fromAddress: from.address,
    recipients: { to: [to], cc: [] },
    subject: mail?.subject || ticket.subject,
    mailId: naming.mailIdOf(ticket.id, id, from.address),
    inReplyTo: mail?.message_id ?? null,
    // RFC 5322, 3.6.4: the parent's References and its Message-ID
    threadIds: mail?.message_id ? [...(mail.thread_ids ?? []), mail.message_id] : null,
    createdAt: ctx.now(),
  });
}

/** Adds an inner note. Answers the message's id (uuid). */
export async function addNoteTo(ctx: Context, ticketId: string, text: string): Promise<string> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    await requireTicket(tx, { id: ticketId });
    const id = newId();
    const author = actorText(tx.actor);
    await insertMessage(tx, {
      id,
      ticketId,
      channel: 'note',
      direction: 'internal',
      author,
      text,
      createdAt: tx.now(),
    });
    await recordEvents(tx, [{ ticketId, kind: 'note_added', detail: { message: wireIdOf(id) } }]);
    await refreshWaiting(tx, [ticketId]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    return id;
  });
}

/** Puts a message that another feature's verb wrote into the outbox, in that verb's transaction. */
export async function queueMessage(ctx: Context, messageId: string): Promise<void> {
  await insertDelivery(ctx, messageId);
  await ctx.jobs.enqueue(ctx.db, sendQueue, [{ tenantId: ctx.tenantId, messageId }]);
}

/** A message and its files as another feature's verb writes them, in that verb's transaction. */
export const keepMessage = insertMessage;
export const keepAttachments = insertAttachments;
export type MessageToKeep = NewMessage;
export type FileToKeep = NewAttachment;

import { wireIdOf } from '../../../shared/id.ts';
import { actorText, type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { requireTicketToWriteOn } from '../tickets/tickets.service.ts';
import {
  insertAttachments,
  insertAttachmentsOf,
  insertDelivery,
  insertMessage,
  type NewAttachment,
  type NewDelivery,
  type NewMessage,
} from './write.sql.ts';

/** Names the Message-ID of an outgoing mail; handed over by main.ts from the mail layer. */
export interface MailNaming {
  mailIdOf(ticketId: string, messageId: string, fromAddress: string): string;
}

export const sendQueue = 'send-message';

/** Adds an inner note. Answers the message's id (uuid). */
export async function addNoteTo(ctx: Context, ticketId: string, text: string): Promise<string> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    await requireTicketToWriteOn(tx, ticketId);
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

/** Puts a message that another verb wrote into the outbox, in that verb's transaction; it leaves at once unless told when. */
export async function queueMessage(
  ctx: Context,
  messageId: string,
  queued: Omit<NewDelivery, 'notBefore'> & { notBefore?: Date },
): Promise<void> {
  const notBefore = queued.notBefore ?? ctx.now();
  await insertDelivery(ctx, messageId, { ...queued, notBefore });
  const isLater = notBefore > ctx.now();
  await ctx.jobs.enqueue(
    ctx.db,
    sendQueue,
    [{ tenantId: ctx.tenantId, messageId }],
    isLater ? notBefore : undefined,
  );
}

/** A message and its files as another feature's verb writes them, in that verb's transaction. */
export const keepMessage = insertMessage;
export const keepAttachments = insertAttachments;
export const keepAttachmentsOf = insertAttachmentsOf;
export type MessageToKeep = NewMessage;
export type FileToKeep = NewAttachment;

import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { forwardMessage } from '../../../shared/sending.ts';
import { actorText, type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { plainOf } from '../../mail/compose-pictures.ts';
import { Problem } from '../../problem.ts';
import { refreshWaiting } from '../tickets/evidence.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { lockMail } from './lock.service.ts';
import { attachmentsOf, type WholeMessage } from './messages.sql.ts';
import { recipientsOf } from './recipients.service.ts';
import { draftOf, mailboxToSendFrom, type Outbox, recordQueued, timesOf } from './reply.service.ts';
import { attachUploads } from './uploads.service.ts';
import { queueMessage } from './write.service.ts';
import { insertAttachments, insertMessage, type NewAttachment } from './write.sql.ts';

/**
 * Passes a message of a ticket on to somebody else. It answers no customer, so it handles nothing; what comes back belongs to
 * the ticket. Answers the new message's id (uuid). Throws not_found, conflict nothing_to_forward for notes and
 * no_sending_address, too_large attachments_too_large, and bad_request with each wrong field.
 */
export async function forwardMessageOf(
  ctx: Context,
  outbox: Outbox,
  messageId: string,
  forward: BodyOf<typeof forwardMessage>,
): Promise<string> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const passed = await requireLockedMessage(tx, messageId);
    // A note is for nobody outside.
    if (passed.direction === 'internal') throw new Problem('conflict', 'nothing_to_forward');
    const ticket = await requireTicket(tx, { id: passed.ticket_id });
    const times = timesOf(tx, forward.send_at, outbox);
    const from = await mailboxToSendFrom(tx, ticket, forward.from_mailbox_id);
    const id = newId();
    await insertMessage(tx, {
      id,
      ticketId: ticket.id,
      channel: 'email',
      direction: 'outbound',
      author: actorText(tx.actor),
      kind: 'forward',
      forwardsId: passed.id,
      text: plainOf(forward.text),
      fromName: from.name,
      fromAddress: from.address,
      recipients: await recipientsOf(tx, forward, null),
      subject: passed.subject || ticket.subject,
      mailId: outbox.naming.mailIdOf(ticket.id, id, from.address),
      createdAt: tx.now(),
    });
    const passedOn = await copiesOf(tx, passed, forward.include_attachments);
    const already = passedOn.reduce((sum, file) => sum + file.sizeBytes, 0);
    const own = await attachUploads(tx, id, {
      ids: forward.attachment_ids ?? [],
      text: forward.text,
      already,
    });
    await insertAttachments(tx, id, [...own, ...passedOn]);
    const draft = draftOf(forward.text, { includeAttachments: forward.include_attachments });
    await queueMessage(tx, id, { ...times, mailboxId: from.id, draft });
    await recordQueued(tx, 'forward', ticket.id, id, times.sendAt);
    await refreshWaiting(tx, [ticket.id]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticket.id)] });
    return id;
  });
}

/** Locked with its ticket: a message that is being moved is passed on from where it goes. */
async function requireLockedMessage(ctx: Context, id: string): Promise<WholeMessage> {
  requirePermission(ctx, 'tickets:read');
  const locked = await lockMail(ctx, id);
  if (!locked) throw new Problem('not_found', 'not_found');
  return locked.message;
}

/**
 * The same files once more. The pictures that the passed mail's HTML shows belong to it, and go along under the name by which it
 * shows them; all others are asked for.
 */
async function copiesOf(ctx: Context, passed: WholeMessage, isWhole: boolean): Promise<NewAttachment[]> {
  const files = await attachmentsOf(ctx, [passed.id]);
  return files.flatMap((file) => {
    const isShown = file.is_inline && passed.html !== null;
    if (!isShown && !isWhole) return [];
    return {
      id: newId(),
      fileSha256: file.file_sha256,
      sizeBytes: file.size_bytes,
      name: file.name,
      mediaType: file.media_type,
      contentId: isShown ? wireIdOf(file.id) : null,
      isInline: isShown,
    };
  });
}

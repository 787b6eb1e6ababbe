import type { BodyOf } from '../../../shared/endpoint.ts';
import { uuidOf, wireIdOf } from '../../../shared/id.ts';
import { type replyToTicket, sendingLimits } from '../../../shared/sending.ts';
import { actorText, type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { plainOf } from '../../mail/compose-pictures.ts';
import { badFields, Problem } from '../../problem.ts';
import { changeTicketOf, findUnknown } from '../tickets/change.service.ts';
import { recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { requireTicketToWriteOn, type TicketRecord } from '../tickets/tickets.service.ts';
import { recipientOf } from './messages.service.ts';
import { sendingMailboxes } from './outgoing.sql.ts';
import { recipientsOf } from './recipients.service.ts';
import { answeredMail } from './reply-target.service.ts';
import { attachUploads } from './uploads.service.ts';
import { type MailNaming, queueMessage } from './write.service.ts';
import { type Draft, insertAttachments, insertMessage, updateDelivery } from './write.sql.ts';

/** How mail of people goes into the outbox. */
export interface Outbox {
  readonly naming: MailNaming;
  /** So long it can be taken back. */
  readonly undoSeconds: number;
}

type Reply = BodyOf<typeof replyToTicket>;

/** A moment ago is now: clocks differ. */
const patienceMs = 60_000;
const day = 86_400_000;

/**
 * Writes a reply into the outbox, and changes the status if asked to. It handles the ticket once the recipient's mail
 * server has accepted it. Answers the message's id (uuid). Throws conflict no_recipient, no_sending_address, reason_required,
 * too_large attachments_too_large, and bad_request with each wrong field.
 */
export async function replyToTicketOf(
  ctx: Context,
  outbox: Outbox,
  ticketId: string,
  reply: Reply,
): Promise<string> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const ticket = await requireTicketToWriteOn(tx, ticketId);
    const id = newId();
    const times = timesOf(tx, reply.send_at, outbox);
    if (times.sendAt !== null) await requireStatus(tx, ticket, reply.status);
    const mailboxId = await insertReply(tx, outbox.naming, ticket, id, reply);
    const draft = draftOf(reply.text, { ...(reply.status !== undefined && { statusId: reply.status }) });
    await queueMessage(tx, id, { ...times, mailboxId, draft });
    await recordQueued(tx, 'reply', ticketId, id, times.sendAt);
    await refreshWaiting(tx, [ticketId]);
    // A scheduled reply is no reason yet to see the ticket otherwise.
    if (reply.status !== undefined && times.sendAt === null)
      await closeWithReply(tx, ticketId, id, reply.status, draft);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    return id;
  });
}

/** "Send and close": the reply that is on its way is the reason why no other is asked for; a failed one opens the clock's case again. */
async function closeWithReply(ctx: Context, ticketId: string, id: string, status: string, draft: Draft) {
  const lines = await changeTicketOf(ctx, ticketId, { status }, { isAnswered: true });
  if (lines.length === 0) return;
  const eventIds = lines.flatMap((line) => uuidOf(line) ?? []);
  await updateDelivery(ctx, id, { draft: JSON.stringify({ ...draft, eventIds }) });
}

async function requireStatus(ctx: Context, ticket: TicketRecord, status: string | undefined): Promise<void> {
  const wrong = await findUnknown(ctx, { status }, ticket, await ctx.lists.of(ctx.tenantId));
  if (wrong.length > 0) throw badFields(wrong);
}

async function insertReply(
  ctx: Context,
  naming: MailNaming,
  ticket: TicketRecord,
  id: string,
  reply: Reply,
): Promise<string> {
  const mail = await answeredMail(ctx, ticket.id, reply.answers);
  const usual = reply.to ? null : await recipientOf(ctx, ticket, mail ?? null);
  if (!reply.to && !usual) throw new Problem('conflict', 'no_recipient');
  const from = await mailboxToSendFrom(ctx, ticket, reply.from_mailbox_id);
  const recipients = await recipientsOf(ctx, reply, usual);
  await insertMessage(ctx, {
    id,
    ticketId: ticket.id,
    channel: 'email',
    direction: 'outbound',
    author: actorText(ctx.actor),
    text: plainOf(reply.text),
    fromName: from.name,
    fromAddress: from.address,
    recipients,
    subject: mail?.subject || ticket.subject,
    mailId: naming.mailIdOf(ticket.id, id, from.address),
    inReplyTo: mail?.message_id ?? null,
    // RFC 5322, 3.6.4: the parent's References and its Message-ID
    threadIds: mail?.message_id ? [...(mail.thread_ids ?? []), mail.message_id] : null,
    createdAt: ctx.now(),
  });
  await insertAttachments(
    ctx,
    id,
    await attachUploads(ctx, id, { ids: reply.attachment_ids ?? [], text: reply.text }),
  );
  return from.id;
}

/** Throws conflict no_sending_address, bad_request unknown_value for a mailbox that nothing can be sent from. */
export async function mailboxToSendFrom(ctx: Context, ticket: TicketRecord, wanted: string | undefined) {
  const mailboxes = await sendingMailboxes(ctx, ticket.mailbox_id);
  const found = wanted === undefined ? mailboxes[0] : mailboxes.find(({ id }) => id === wanted);
  if (found) return found;
  if (wanted === undefined) throw new Problem('conflict', 'no_sending_address');
  throw badFields([{ field: 'from_mailbox_id', code: 'unknown_value' }]);
}

/** When it may leave. Problems: bad_request in_the_past, too_far_ahead. */
export function timesOf(
  ctx: Context,
  given: string | undefined,
  { undoSeconds }: Outbox,
): { notBefore: Date; sendAt: Date | null } {
  const now = ctx.now().getTime();
  const undone = now + undoSeconds * 1000;
  if (given === undefined) return { notBefore: new Date(undone), sendAt: null };
  const at = Date.parse(given);
  if (at < now - patienceMs) throw badFields([{ field: 'send_at', code: 'in_the_past' }]);
  if (at > now + sendingLimits.daysAhead * day)
    throw badFields([{ field: 'send_at', code: 'too_far_ahead' }]);
  return { notBefore: new Date(Math.max(at, undone)), sendAt: new Date(Math.max(at, now)) };
}

export function draftOf(text: string, rest: Draft): Draft {
  return { ...(plainOf(text) !== text && { text }), ...rest };
}

export async function recordQueued(
  ctx: Context,
  what: 'reply' | 'forward',
  ticketId: string,
  messageId: string,
  sendAt: Date | null,
): Promise<void> {
  const kind = sendAt === null ? `${what}_queued` : `${what}_scheduled`;
  const detail = { message: wireIdOf(messageId), ...(sendAt && { send_at: sendAt.toISOString() }) };
  await recordEvents(ctx, [{ ticketId, kind, detail }]);
}

import { randomBytes } from 'node:crypto';
import { wireIdOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import { composeReply } from '../../mail/compose.ts';
import { type MailNaming, mailNaming } from '../../mail/compose-id.ts';
import { visibleCharacters } from '../../mail/quote.ts';
import type { Sender, SendResult } from '../../mail/send.ts';
import { recordAccepted, recordFailed, recordPostponed } from '../messages/delivery.service.ts';
import { findLastMail, requireMessage } from '../messages/messages.service.ts';
import { sendQueue } from '../messages/write.service.ts';
import { readTenant } from '../tenants/tenants.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { claimDelivery, findSentFrom, installationKey, noteWaiting } from './outbox.sql.ts';
import type { Senders } from './senders.service.ts';

/** The queue of replies that are to be sent. */
export const outboxQueue = sendQueue;

/** Longer than an attempt can take. */
const leaseMs = 10 * 60_000;
const minute = 60_000;
const pausesMs = [minute, 5 * minute, 15 * minute];
const longestPauseMs = 60 * minute;
/** Three days, nearly all of it at one attempt an hour. */
const mostAttempts = 75;
const noServer = 'no outgoing server is set (PNIYA_SMTP_URL)';

/** How our mails are named; the key is made at the first start. */
export async function makeMailNaming(db: Context['db']): Promise<MailNaming> {
  return mailNaming(await installationKey(db, 'message-id', randomBytes(32)));
}

/**
 * One attempt to send a queued reply; does nothing when it is not queued, not due, or being sent. Between the server's "250"
 * and our commit lies a moment in which a crash makes the mail leave twice, always with the same Message-ID, by which most
 * receivers show it once; the other order could lose it. So it is with a server that goes away without an answer: the history
 * says that the mail may come twice.
 */
export async function sendReply(ctx: Context, senders: Senders, messageId: string): Promise<void> {
  const from = await findSentFrom(ctx, messageId);
  if (!from) return;
  const way = await senders.senderFor(ctx, from);
  if (!way) return noteNoServer(ctx, messageId);
  const claimed = await claimDelivery(ctx, messageId, new Date(ctx.now().getTime() + leaseMs));
  if (!claimed) return;
  const result = await attempt(ctx, way.sender, messageId);
  await record(ctx, messageId, result, claimed.attempts);
}

async function attempt(ctx: Context, sender: Sender, messageId: string): Promise<SendResult> {
  try {
    return await sender.send(await composed(ctx, messageId));
  } catch (err) {
    ctx.log.error({ err, messageId }, 'a reply could not be composed');
    return { kind: 'postponed', answer: String(err).slice(0, 500) };
  }
}

async function record(
  ctx: Context,
  messageId: string,
  { kind, answer, isUncertain = false }: SendResult,
  attempts: number,
): Promise<void> {
  if (kind === 'accepted') return recordAccepted(ctx, messageId, answer, attempts);
  if (kind === 'refused' || attempts >= mostAttempts) return recordFailed(ctx, messageId, answer, attempts);
  const pauseMs = pausesMs[attempts - 1] ?? longestPauseMs;
  const nextAttemptAt = new Date(ctx.now().getTime() + pauseMs);
  await recordPostponed(ctx, messageId, { answer, isUncertain }, attempts, nextAttemptAt);
}

/** It stays queued, its reason visible; the sweep of lost jobs finds it once a server is set. */
async function noteNoServer(ctx: Context, messageId: string): Promise<void> {
  if (!(await noteWaiting(ctx, messageId, noServer))) return;
  const { ticket_id: ticketId } = await requireMessage(ctx, messageId);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
}

async function composed(ctx: Context, messageId: string) {
  const message = await requireMessage(ctx, messageId);
  const [ticket, tenant, last] = await Promise.all([
    requireTicket(ctx, { id: message.ticket_id }),
    readTenant(ctx.db, ctx.tenantId),
    findLastMail(ctx, message.ticket_id),
  ]);
  const { to = [], cc = [] } = (message.recipients ?? {}) as { to?: Address[]; cc?: Address[] };
  // What the customer wrote since then is not what was answered.
  const answered =
    !message.is_automatic && last?.message_id && last.message_id === message.in_reply_to ? last : null;
  return composeReply({
    mailId: message.message_id ?? '',
    from: { name: message.from_name ?? '', address: message.from_address ?? '' },
    to,
    cc,
    subject: message.subject ?? '',
    ticketNumber: ticket.number,
    text: message.text,
    inReplyTo: message.in_reply_to,
    references: message.thread_ids ?? [],
    writtenAt: message.created_at,
    timezone: tenant.timezone,
    loopMark: message.is_automatic ? (await makeMailNaming(ctx.db)).loopMark(ctx.tenantId) : null,
    answered: answered && {
      from: { name: answered.from_name ?? '', address: answered.from_address ?? '' },
      at: answered.created_at,
      text: answered.text.slice(0, visibleCharacters(answered.text)),
    },
  });
}

interface Address {
  readonly name: string;
  readonly address: string;
}

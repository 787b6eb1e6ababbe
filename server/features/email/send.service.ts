import { wireIdOf } from '../../../shared/id.ts';
import type { RecipientOutcome } from '../../../shared/messages.ts';
import type { Context } from '../../context.ts';
import { composeMail, type Envelope, type Forwarded, type Reply } from '../../mail/compose.ts';
import { quotableHtml } from '../../mail/compose-quote.ts';
import { signed } from '../../mail/dkim.ts';
import type { MailAddress } from '../../mail/parse-headers.ts';
import { visibleCharacters } from '../../mail/quote.ts';
import type { SendResult } from '../../mail/send.ts';
import {
  knownOutcomes,
  openRecipients,
  recordAccepted,
  recordComposed,
  recordFailed,
  recordPostponed,
} from '../messages/delivery.service.ts';
import { filesOfMessage, findMailOfTicket, requireMessage } from '../messages/messages.service.ts';
import { sendQueue } from '../messages/write.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { fateOf } from './fate.ts';
import { makeMailNaming } from './naming.service.ts';
import { claimDelivery, findSentFrom, noteWaiting } from './outbox.sql.ts';
import type { Senders, SendingWay } from './sending-way.ts';
import { answersTo } from './ticket-address.service.ts';

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
  await record(ctx, messageId, await attempt(ctx, way, messageId), claimed.attempts);
}

async function attempt(ctx: Context, way: SendingWay, messageId: string): Promise<Attempted> {
  let outgoing: Outgoing | null = null;
  try {
    outgoing = await outgoingMail(ctx, way, messageId);
    const { envelope, before } = outgoing;
    const raw = await ctx.files.stream(ctx.tenantId, outgoing.mime);
    const result = await way.sender.send({
      envelope: { ...envelope, to: openRecipients(before, envelope.to) },
      raw,
    });
    return { result, outgoing };
  } catch (err) {
    ctx.log.error({ err, messageId }, 'a reply could not be composed');
    return { result: { kind: 'postponed', answer: String(err).slice(0, 500) }, outgoing };
  }
}

interface Attempted {
  readonly result: SendResult;
  /** Null: it could not be made. */
  readonly outgoing: Outgoing | null;
}

async function record(
  ctx: Context,
  messageId: string,
  { result, outgoing }: Attempted,
  attempts: number,
): Promise<void> {
  const isLast = attempts >= mostAttempts;
  const { isUncertain = false } = result;
  const pauseMs = pausesMs[attempts - 1] ?? longestPauseMs;
  const nextAttemptAt = new Date(ctx.now().getTime() + pauseMs);
  if (!outgoing) {
    if (isLast) return recordFailed(ctx, messageId, result.answer, attempts);
    return recordPostponed(ctx, messageId, { answer: result.answer, isUncertain }, attempts, nextAttemptAt);
  }
  const fate = fateOf(outgoing.envelope.to, outgoing.before, result, isLast);
  const { answer, outcomes } = fate;
  if (fate.isWaiting)
    return recordPostponed(ctx, messageId, { answer, isUncertain, outcomes }, attempts, nextAttemptAt);
  if (outgoing.first.some((address) => fate.reached.has(address.toLowerCase())))
    return recordAccepted(ctx, messageId, answer, attempts, outcomes);
  return recordFailed(ctx, messageId, answer, attempts, outcomes);
}

/** It stays queued, its reason visible; the sweep of lost jobs finds it once a server is set. */
async function noteNoServer(ctx: Context, messageId: string): Promise<void> {
  if (!(await noteWaiting(ctx, messageId, noServer))) return;
  const { ticket_id: ticketId } = await requireMessage(ctx, messageId);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
}

interface Outgoing {
  /** All recipients, whoever of them has it already. */
  readonly envelope: Envelope;
  /** Those of `to`: without any of them the mail was not sent. */
  readonly first: readonly string[];
  readonly before: readonly RecipientOutcome[];
  /** Its name in the file store. */
  readonly mime: Buffer;
}

/** The mail as it is kept; made, signed and kept at the first attempt, so that each attempt sends the same bytes. */
export async function outgoingMail(
  ctx: Context,
  { dkim }: Pick<SendingWay, 'dkim'>,
  messageId: string,
): Promise<Outgoing> {
  const message = await requireMessage(ctx, messageId);
  const { to = [], cc = [] } = (message.recipients ?? {}) as { to?: MailAddress[]; cc?: MailAddress[] };
  const first = to.map(({ address }) => address);
  const all = [...first, ...cc.map(({ address }) => address)];
  const envelope = { from: message.is_automatic ? '' : (message.from_address ?? ''), to: all };
  const before = knownOutcomes(message.outcomes);
  if (message.mime_sha256) return { envelope, first, before, mime: message.mime_sha256 };
  const { content } = await composeMail(await replyOf(ctx, message, { to, cc }));
  const kept = await ctx.files.keep(ctx.tenantId, dkim ? signed(content, dkim) : content);
  await recordComposed(ctx, messageId, kept);
  return { envelope, first, before, mime: kept.sha256 };
}

type Message = Awaited<ReturnType<typeof requireMessage>>;

async function replyOf(
  ctx: Context,
  message: Message,
  { to, cc }: { to: readonly MailAddress[]; cc: readonly MailAddress[] },
): Promise<Reply> {
  const [ticket, { timezone }] = [
    await requireTicket(ctx, { id: message.ticket_id }),
    await ctx.lists.of(ctx.tenantId),
  ];
  const draft = (message.draft ?? {}) as { text?: string };
  const naming = await makeMailNaming(ctx.db);
  const from = { name: message.from_name ?? '', address: message.from_address ?? '' };
  const address = message.is_automatic ? null : await answersTo(ctx, naming, from.address, ticket.number);
  return {
    mailId: message.message_id ?? '',
    from,
    replyTo: address === null ? null : { name: from.name, address },
    to,
    cc,
    subject: message.subject ?? '',
    ticketNumber: ticket.number,
    text: draft.text ?? message.text,
    inReplyTo: message.in_reply_to,
    references: message.thread_ids ?? [],
    writtenAt: message.send_at ?? message.created_at,
    timezone,
    loopMark: message.is_automatic ? naming.loopMark(ctx.tenantId) : null,
    answered: message.is_automatic ? null : await answeredBy(ctx, message),
    forwarded: message.forwards_id === null ? null : await forwardedBy(ctx, message.forwards_id),
    enclosed: (await filesOfMessage(ctx, message.id)).map((file) => ({
      name: file.name,
      mediaType: file.media_type,
      pictureId: file.content_id,
      open: () => ctx.files.stream(ctx.tenantId, file.file_sha256),
    })),
  };
}

/** What the customer wrote since then is not what was answered. */
async function answeredBy(ctx: Context, message: Message): Promise<Reply['answered']> {
  if (message.in_reply_to === null) return null;
  const answered = await findMailOfTicket(ctx, message.ticket_id, message.in_reply_to);
  if (!answered) return null;
  const { text, html } = answered;
  const visible = visibleCharacters(text);
  return {
    from: { name: answered.from_name ?? '', address: answered.from_address ?? '' },
    at: answered.created_at,
    text: text.slice(0, visible),
    html: quotableHtml(html, visible < text.length),
  };
}

async function forwardedBy(ctx: Context, messageId: string): Promise<Forwarded> {
  const passed = await requireMessage(ctx, messageId);
  const { to = [], cc = [] } = (passed.recipients ?? {}) as { to?: MailAddress[]; cc?: MailAddress[] };
  const from = passed.from_address ?? passed.from_name;
  return {
    from: from === null ? null : { name: passed.from_name ?? '', address: passed.from_address ?? '' },
    to,
    cc,
    at: passed.sent_at ?? passed.created_at,
    subject: passed.subject ?? '',
    text: passed.text,
    html: passed.html,
  };
}

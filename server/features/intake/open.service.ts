import { createHash } from 'node:crypto';
import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { openTicket } from '../../../shared/tickets.ts';
import {
  actorText,
  type Context,
  inTransaction,
  requirePermission,
  type TenantLists,
} from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { glanceAtMail } from '../../mail/glance.ts';
import { badFields, type FieldProblem, Problem } from '../../problem.ts';
import { emailOf, phoneOf } from '../accounts/accounts.service.ts';
import { keepThreading } from '../messages/threads.service.ts';
import {
  type FileToKeep,
  keepAttachments,
  keepMessage,
  type MessageToKeep,
} from '../messages/write.service.ts';
import { changeTicketOf, firstStatusOf } from '../tickets/change.service.ts';
import { instantOfWord, recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { requirePresent, suggestTicket } from '../tickets/links.service.ts';
import { type Arrival, settleArrivals, writingArrivals } from './arrivals.service.ts';
import { glanceAtBody } from './glance.ts';
import { readRaw } from './intake.service.ts';
import { findRaw, settleRow } from './intake.sql.ts';
import { isClosing, requireKnown } from './receive.service.ts';

/** An arrival of which nothing but the essentials is known; the rest is laid over it. */
export function plainArrival(
  ctx: Context,
  given: Partial<Arrival> & Pick<Arrival, 'channel' | 'subject' | 'status_id' | 'text'>,
): Arrival {
  const intakeId = given.intake_id ?? newId();
  return {
    tenant_id: ctx.tenantId,
    intake_id: intakeId,
    ticket_id: newId(),
    message_id: newId(),
    event_id: newId(),
    source: 'system',
    external_key: intakeId,
    raw: null,
    raw_sha256: '',
    raw_bytes: 0,
    media_type: 'application/json',
    envelope: {},
    sender: null,
    at: ctx.now().toISOString(),
    account_id: null,
    account_name: null,
    owner_id: null,
    department_id: null,
    priority_id: null,
    is_closed: false,
    mailbox_id: null,
    phone: null,
    email: null,
    actor: actorText(ctx.actor),
    author: 'sender',
    html: null,
    from_name: null,
    from_address: null,
    recipients: null,
    mail_id: null,
    in_reply_to: null,
    thread_ids: null,
    sent_at: null,
    content_key: null,
    mail_kind: null,
    ...given,
  };
}

/** The status a ticket starts in when nobody chose one: the first active one of type open. */
export const firstStatus = (lists: TenantLists): string => firstStatusOf(lists, 'open');

/** A new ticket by hand: what a customer said at the counter, on the phone or on a form. It has its ledger row like any other. */
export async function openTicketOf(
  ctx: Context,
  asked: BodyOf<typeof openTicket>,
): Promise<{ id: string; number: number }> {
  requirePermission(ctx, 'tickets:write');
  const lists = await ctx.lists.of(ctx.tenantId);
  requireReachable(asked, lists.phoneRegion);
  await requireKnown(ctx, asked, lists);
  const raw = Buffer.from(JSON.stringify(asked));
  const arrival = plainArrival(ctx, {
    channel: asked.channel,
    source: ctx.actor.kind === 'user' ? ctx.actor.id : 'system',
    raw: raw.toString('base64'),
    raw_sha256: createHash('sha256').update(raw).digest('hex'),
    raw_bytes: raw.length,
    sender: asked.name ?? asked.email ?? asked.phone,
    subject: asked.subject,
    text: asked.text,
    account_id: asked.account_id,
    account_name: asked.name,
    owner_id: asked.owner,
    department_id: asked.department_id,
    priority_id: asked.priority_id,
    status_id: asked.status ?? firstStatus(lists),
    is_closed: isClosing(lists, asked.status),
    phone: asked.phone,
    email: asked.email,
  });
  const number = await ctx.writer.write(writingArrivals(ctx), arrival);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(arrival.ticket_id)] });
  ctx.announce({ kind: 'intake' });
  return { id: wireIdOf(arrival.ticket_id), number: number ?? 0 };
}

/** Who types a number or an address is still there to put it right; later nobody could answer the customer. */
function requireReachable({ phone, email }: BodyOf<typeof openTicket>, region: string): void {
  const wrong: FieldProblem[] = [];
  if (phone !== null && phoneOf(phone, region) === null) wrong.push({ field: 'phone', code: 'invalid' });
  if (email !== null && emailOf(email) === null) wrong.push({ field: 'email', code: 'not_an_email' });
  if (wrong.length > 0) throw badFields(wrong);
}

/** A ledger row that waits, as the ticket that it opens. */
interface ItemToOpen {
  readonly arrival: Arrival;
  readonly files: readonly FileToKeep[];
  readonly found: FoundThread | null;
}

/** Why a mail opened a ticket although something in it names another, and which one it may belong to. */
interface FoundThread {
  readonly threading: object;
  readonly maybeId: string | null;
}

/**
 * Opens the ticket of a ledger row that waits, with its attachments, in one transaction with others that wait. Null when the
 * row was settled meanwhile: nothing was written then.
 */
export async function openTicketOfItem(
  ctx: Context,
  arrival: Arrival,
  files: readonly FileToKeep[],
  found: FoundThread | null = null,
): Promise<number | null> {
  const run = (items: readonly ItemToOpen[]) => settleItems(ctx, items);
  const number = await ctx.writer.write({ name: 'items', run }, { arrival, files, found });
  if (number !== null) ctx.announce({ kind: 'ticket', ids: [wireIdOf(arrival.ticket_id)] });
  return number;
}

/** Items of several tenants may wait together. */
function settleItems(ctx: Context, items: readonly ItemToOpen[]): Promise<(number | null)[]> {
  return inTransaction(ctx, async (tx) => {
    const opened = await settleArrivals(
      tx,
      items.map(({ arrival }) => arrival),
    );
    for (const [index, { arrival, files, found }] of items.entries()) {
      if (opened[index] === null) continue;
      const its = { ...tx, tenantId: arrival.tenant_id };
      await keepAttachments(its, arrival.message_id, files);
      if (found) await keepThreading(its, arrival.message_id, found.threading);
      if (found?.maybeId) await suggestTicket(its, arrival.ticket_id, found.maybeId);
    }
    return opened;
  });
}

/**
 * Adds the customer's word that a waiting ledger row brought to a known ticket, in one transaction: the clock starts, a closed
 * ticket opens again. False when the row was settled meanwhile.
 */
export async function addWordOfItem(
  ctx: Context,
  message: MessageToKeep & { intakeId: string; contentKey: Buffer | null },
  files: readonly FileToKeep[],
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await findRaw(tx, message.intakeId, true);
    if (!row || !['pending', 'quarantined'].includes(row.state)) return false;
    const ticketId = await addWord(tx, message, files);
    await settleRow(tx, row.id, [row.state], {
      state: 'ticket',
      settled_at: tx.now(),
      ticket_id: ticketId,
      message_id: message.id,
      title: message.subject?.slice(0, 200) ?? null,
      sender: message.fromAddress ?? null,
      content_key: message.contentKey,
      reason: null,
      error: null,
    });
    return true;
  });
}

/**
 * A word of the customer on a known ticket, or where that was merged into; the caller's transaction holds its ledger row.
 * Answers the ticket.
 */
export async function addWord(
  ctx: Context,
  message: MessageToKeep,
  files: readonly FileToKeep[],
): Promise<string> {
  const ticket = await requirePresent(ctx, message.ticketId); // first of all: somebody may be closing it
  const { id: ticketId } = ticket;
  const createdAt = await instantOfWord(ctx, ticketId, message.createdAt);
  await keepMessage(ctx, { ...message, ticketId, createdAt });
  await keepAttachments(ctx, message.id, files);
  await recordEvents(ctx, [
    { ticketId, kind: 'message_received', detail: { message: wireIdOf(message.id) } },
  ]);
  if (ticket.closed_at !== null)
    await changeTicketOf(ctx, ticketId, { status: firstStatus(await ctx.lists.of(ctx.tenantId)) });
  await refreshWaiting(ctx, [ticketId]);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  return ticketId;
}

type LedgerRow = NonNullable<Awaited<ReturnType<typeof findRaw>>>;

const openedByHand: readonly string[] = ['rejected', 'quarantined', 'ignored'];
const mostText = 200_000;
/** No character takes more bytes in UTF-8. */
const mostTextBytes = 4 * mostText;

/**
 * A person opens a ticket of a refused API body or a mail that nothing could read: its raw text becomes the message, a mail
 * is attached whole, and who wrote can be answered. Problems: not_found, conflict `already_settled`.
 */
export async function openFromIntakeOf(
  ctx: Context,
  id: string,
  subject: string,
): Promise<{ id: string; number: number }> {
  requirePermission(ctx, 'intake:write');
  const row = await findRaw(ctx, id);
  if (!row) throw new Problem('not_found', 'not_found');
  const raw = await readRaw(ctx, id);
  const text = raw.subarray(0, mostTextBytes).toString('utf8').replaceAll('\u0000', '').toWellFormed();
  const arrival = plainArrival(ctx, {
    intake_id: id,
    channel: row.channel as Arrival['channel'],
    subject,
    text: text.slice(0, mostText).toWellFormed(),
    status_id: firstStatus(await ctx.lists.of(ctx.tenantId)),
    at: row.received_at.toISOString(),
    sender: row.sender,
    ...inquirerOf(row, raw),
  });
  const files = isMail(row) ? [await keepWhole(ctx, raw)] : [];
  const number = openedByHand.includes(row.state) ? await openTicketOfItem(ctx, arrival, files) : null;
  if (number === null) throw new Problem('conflict', 'already_settled');
  ctx.announce({ kind: 'intake' });
  return { id: wireIdOf(arrival.ticket_id), number };
}

const isMail = ({ media_type }: LedgerRow) => media_type.startsWith('message/rfc822');

/** Whom to answer, and from where. */
function inquirerOf(row: LedgerRow, raw: Buffer): Partial<Arrival> {
  if (!isMail(row)) {
    const { email, phone } = glanceAtBody(raw);
    return { email, phone };
  }
  const { from } = glanceAtMail(raw);
  const address = from?.address.includes('@') ? from.address : envelopeAddress(row);
  return {
    mailbox_id: row.channel === 'email' ? row.source : null,
    email: address,
    from_address: address,
    from_name: from?.name || null,
    account_name: from?.name || null,
  };
}

function envelopeAddress({ sender }: LedgerRow): string | null {
  return sender?.includes('@') ? sender : null;
}

async function keepWhole(ctx: Context, raw: Buffer): Promise<FileToKeep> {
  const { sha256, bytes } = await ctx.files.keep(ctx.tenantId, raw);
  return {
    id: newId(),
    fileSha256: sha256,
    sizeBytes: bytes,
    name: 'mail.eml',
    mediaType: 'message/rfc822',
    contentId: null,
    isInline: false,
  };
}

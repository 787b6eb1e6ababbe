import { createHash } from 'node:crypto';
import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { openTicket } from '../../../shared/tickets.ts';
import { actorText, type Context, requirePermission, type TenantLists } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { glanceAtMail } from '../../mail/glance.ts';
import { badFields, type FieldProblem, Problem } from '../../problem.ts';
import { emailOf, phoneOf } from '../accounts/accounts.service.ts';
import type { FileToKeep } from '../messages/write.service.ts';
import { firstStatusOf } from '../tickets/change.service.ts';
import { type Arrival, writingArrivals } from './arrivals.service.ts';
import { glanceAtBody } from './glance.ts';
import { readRaw } from './intake.service.ts';
import { findRaw } from './intake.sql.ts';
import { openTicketOfItem } from './items.service.ts';
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
  if (typeof number !== 'number') throw new Problem('conflict', 'already_settled');
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

import { hash } from 'node:crypto';
import { wireIdOf } from '../../../shared/id.ts';
import { type CreateTicket, ticketIdsIn } from '../../../shared/v2-tickets.ts';
import { actorText, type Context, type ListRow, requirePermission, type TenantLists } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { glanceAtMail } from '../../mail/glance.ts';
import { badFields, type FieldProblem, Problem } from '../../problem.ts';
import { accountsExist } from '../accounts/accounts.service.ts';
import { type Arrival, writingArrivals } from './arrivals.service.ts';
import { glanceAtBody } from './glance.ts';
import { findByKey, insertRejected } from './intake.sql.ts';

export interface ReceivedBody {
  readonly raw: Buffer;
  readonly mediaType: string;
  /** Of the Idempotency-Key header; null without one. */
  readonly key: string | null;
}

export const created = 'טיקט נוצר בהצלחה';

/**
 * An inquiry by API: ledger row, ticket, message and history in one commit, together with others that wait. Throws
 * bad_request that names every offending field, unprocessable idempotency_mismatch.
 */
export async function receiveTicket(ctx: Context, asked: CreateTicket, body: ReceivedBody) {
  requirePermission(ctx, 'tickets:write');
  const rawSha256 = hash('sha256', body.raw, 'buffer');
  const known = body.key === null ? null : await answeredBefore(ctx, body.key, rawSha256);
  const id = known ?? (await writeTicket(ctx, asked, body, rawSha256));
  return { id: wireIdOf(id), message: created, ticket_status: wireIdOf(asked.status) };
}

async function writeTicket(
  ctx: Context,
  asked: CreateTicket,
  body: ReceivedBody,
  rawSha256: Buffer,
): Promise<string> {
  const lists = await ctx.lists.of(ctx.tenantId);
  await requireKnown(ctx, asked, lists);
  const arrival = { ...arrivalOf(ctx, asked, body, rawSha256), is_closed: isClosing(lists, asked.status) };
  const opened = await ctx.writer.write(writingArrivals(ctx), arrival);
  if (opened) {
    ctx.announce({ kind: 'ticket', ids: [wireIdOf(arrival.ticket_id)] });
    ctx.announce({ kind: 'intake' });
    return arrival.ticket_id;
  }
  const first = await answeredBefore(ctx, arrival.external_key, rawSha256);
  if (first === null) throw new Error('a ledger row with this key is there, and is not');
  return first;
}

function arrivalOf(ctx: Context, asked: CreateTicket, body: ReceivedBody, rawSha256: Buffer): Arrival {
  const intakeId = newId();
  const actor = actorText(ctx.actor);
  return {
    tenant_id: ctx.tenantId,
    intake_id: intakeId,
    ticket_id: newId(),
    message_id: newId(),
    event_id: newId(),
    channel: 'api',
    source: sourceOf(ctx),
    external_key: body.key ?? intakeId,
    raw: body.raw.toString('base64'),
    raw_sha256: rawSha256.toString('hex'),
    raw_bytes: body.raw.length,
    media_type: body.mediaType,
    envelope: {},
    sender: asked.email ?? asked.phone,
    at: ctx.now().toISOString(),
    subject: asked.subject,
    account_id: asked.account_id,
    owner_id: asked.owner,
    department_id: asked.department_id,
    priority_id: asked.priority_id,
    status_id: asked.status,
    is_closed: false,
    mailbox_id: null,
    phone: asked.phone,
    email: asked.email,
    actor,
    author: 'sender',
    text: asked.msg ?? '',
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
    account_name: null,
  };
}

/** The ticket that a request with this key has opened; null when the key is new. Another body with it is refused. */
async function answeredBefore(ctx: Context, key: string, rawSha256: Buffer): Promise<string | null> {
  const first = await findByKey(ctx, 'api', sourceOf(ctx), key);
  if (!first) return null;
  if (first.ticket_id && first.raw_sha256.equals(rawSha256)) return first.ticket_id;
  throw new Problem('unprocessable', 'idempotency_mismatch');
}

/** A key that has opened a ticket is refused with any other body, also with one that has mistakes of its own. */
export async function refuseOtherBody(ctx: Context, body: ReceivedBody): Promise<void> {
  if (body.key === null) return;
  await answeredBefore(ctx, body.key, hash('sha256', body.raw, 'buffer'));
}

/** By whom a thing came that an API client sent. */
export function sourceOf(ctx: Context): string {
  return ctx.actor.kind === 'client' ? ctx.actor.id : 'system';
}

type GivenIds = Pick<CreateTicket, 'owner' | 'department_id' | 'priority_id' | 'account_id'> & {
  status: string | null;
};

/** Whether a ticket with this status is closed. */
export function isClosing(lists: TenantLists, statusId: string | null): boolean {
  return statusId !== null && lists.statuses.get(statusId)?.type === 'closed';
}

/** Every id must be the tenant's own and active. */
export async function requireKnown(ctx: Context, asked: GivenIds, lists: TenantLists): Promise<void> {
  const wrong = await findUnknown(ctx, asked, lists);
  if (wrong.length > 0) throw badFields(wrong);
}

async function findUnknown(ctx: Context, asked: GivenIds, lists: TenantLists): Promise<FieldProblem[]> {
  const wrong: FieldProblem[] = [];
  checkRow(wrong, 'status', asked.status, lists.statuses);
  checkRow(wrong, 'owner', asked.owner, lists.users);
  checkRow(wrong, 'department_id', asked.department_id, lists.departments);
  checkRow(wrong, 'priority_id', asked.priority_id, lists.priorities);
  const { account_id: account } = asked;
  if (account !== null && !(await accountsExist(ctx.db, ctx.tenantId, [account])).has(account)) {
    wrong.push({ field: 'account_id', code: 'unknown_value' });
  }
  return wrong;
}

/** The ids of a body that its schema refuses for something else: what is no id at all is named already. */
export async function findUnknownIds(ctx: Context, body: unknown): Promise<FieldProblem[]> {
  return findUnknown(ctx, ticketIdsIn(body), await ctx.lists.of(ctx.tenantId));
}

function checkRow(
  wrong: FieldProblem[],
  field: string,
  given: string | null,
  rows: ReadonlyMap<string, ListRow>,
): void {
  if (given === null) return;
  const row = rows.get(given);
  if (!row) wrong.push({ field, code: 'unknown_value' });
  else if (!row.isActive) wrong.push({ field, code: 'inactive_value' });
}

/** A refused body is kept: an inquiry sent badly is still an inquiry. */
export async function keepRefusedBody(
  ctx: Context,
  refused: { raw: Buffer; mediaType: string; reason: string },
): Promise<void> {
  if (ctx.actor.kind !== 'client') return;
  const rawSha256 = hash('sha256', refused.raw, 'buffer');
  const { title, email, phone } = glanceAtBody(refused.raw);
  await insertRejected(ctx, {
    ...refused,
    id: newId(),
    source: ctx.actor.id,
    rawSha256,
    rawBytes: refused.raw.length,
    title,
    sender: email ?? phone,
  });
  ctx.announce({ kind: 'intake' });
}

/** The same for a mail; null in `raw`: its bytes are in the file store. */
export async function keepRejectedMail(
  ctx: Context,
  mail: { raw: Buffer | null; sha256: Buffer; bytes: number; reason: string },
): Promise<void> {
  const { raw, sha256: rawSha256, bytes: rawBytes, reason } = mail;
  const { subject, from } = glanceAtMail(raw ?? (await ctx.files.read(ctx.tenantId, rawSha256)));
  await insertRejected(ctx, {
    ...{ raw, rawSha256, rawBytes, reason, mediaType: 'message/rfc822' },
    id: newId(),
    source: sourceOf(ctx),
    title: subject || null,
    sender: from?.address ?? null,
  });
  ctx.announce({ kind: 'intake' });
}

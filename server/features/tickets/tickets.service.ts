import type { QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { listTickets, Ticket, TicketEvent, TicketRow } from '../../../shared/tickets.ts';
import { type Context, requirePermission } from '../../context.ts';
import { pageKey, readPageKey } from '../../page-key.ts';
import { Problem } from '../../problem.ts';
import { actorShown, isoOrNull } from '../../wire.ts';
import { requireUnmerged } from './change.service.ts';
import { latestHandling } from './handled.sql.ts';
import { actorNames, eventsBefore } from './history.sql.ts';
import { linksShown } from './links.service.ts';
import { handlingShown, rowShown } from './shown.ts';
import {
  countUpTo,
  type TicketRecord as Found,
  findTicket,
  listNewest,
  listWaiting,
  type TicketFilter,
  ticketsOfAccount,
} from './tickets.sql.ts';

/** A ticket as the database keeps it, with its account's name. */
export type TicketRecord = Found;

const historyPage = 50;
const ticketsOnCard = 20;
/** Counts on the console's navigation stop here, so that they never block. */
const mostCounted = 1000;

/** A view of tickets, a page at a time. */
export async function listTicketsOf(
  ctx: Context,
  query: QueryOf<typeof listTickets>,
): Promise<{ items: TicketRow[]; after: string | null }> {
  requirePermission(ctx, 'tickets:read');
  const isWaiting = query.view === 'waiting';
  const after =
    query.after === undefined
      ? null
      : readPageKey(query.after, isWaiting ? ['instant', 'uuid'] : ['uuid'], 'after');
  const filter = await filterOf(ctx, query);
  const read = isWaiting ? listWaiting : listNewest;
  const records = await read(ctx, filter, after, query.limit + 1);
  const page = records.slice(0, query.limit);
  const last = records.length > query.limit ? page.at(-1) : undefined;
  return { items: page.map(rowShown), after: last ? keyOf(last, isWaiting) : null };
}

function keyOf(record: TicketRecord, isWaiting: boolean): string {
  return pageKey(isWaiting ? [record.waiting_since?.toISOString() ?? '', record.id] : [record.id]);
}

async function filterOf(ctx: Context, query: QueryOf<typeof listTickets>): Promise<TicketFilter> {
  const { view, status, department, priority, number } = query;
  const owner = query.owner === 'none' ? null : query.owner;
  if (view !== 'mine') return { status, department, priority, number, owner };
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  const open = await openStatuses(ctx);
  const statuses = status === undefined ? open : undefined;
  const isUnclosed = status === undefined || open.includes(status);
  return { status, statuses, isUnclosed, department, priority, number, owner: me };
}

async function openStatuses(ctx: Context): Promise<string[]> {
  const { statuses } = await ctx.lists.of(ctx.tenantId);
  return [...statuses.values()].filter((status) => status.type !== 'closed').map((status) => status.id);
}

export async function countTicketsOf(
  ctx: Context,
): Promise<{ waiting: number; mine: number; unassigned: number }> {
  requirePermission(ctx, 'tickets:read');
  return countUpTo(
    ctx,
    mostCounted,
    ctx.actor.kind === 'user' ? ctx.actor.id : null,
    await openStatuses(ctx),
  );
}

/** The ticket, or not_found: another tenant's id is as unknown as any. */
export async function requireTicket(
  ctx: Context,
  by: { id: string } | { number: number },
): Promise<TicketRecord> {
  const record = await findTicket(ctx, by);
  if (!record) throw new Problem('not_found', 'not_found');
  return record;
}

/** The ticket on which something is to be said. Throws conflict ticket_merged besides. */
export async function requireTicketToWriteOn(ctx: Context, id: string): Promise<TicketRecord> {
  return requireUnmerged(await requireTicket(ctx, { id }));
}

/** The ticket as its page shows it, but for the reply's addresses, which the messages know. */
export async function ticketShown(
  ctx: Context,
  record: TicketRecord,
  replyTarget: Ticket['reply_target'],
): Promise<Ticket> {
  const [handling, lists, links] = await Promise.all([
    latestHandling(ctx, record.id),
    ctx.lists.of(ctx.tenantId),
    linksShown(ctx, record),
  ]);
  const isHandled = record.waiting_since === null;
  return {
    ...rowShown(record),
    ...links,
    phone: record.phone,
    email: record.email,
    is_handled: isHandled,
    handling: isHandled && handling ? handlingShown(handling, lists) : null,
    closed_at: isoOrNull(record.closed_at),
    reply_target: replyTarget,
  };
}

export async function listEventsOf(
  ctx: Context,
  ticketId: string,
  before: string | undefined,
): Promise<{ items: TicketEvent[]; before: string | null }> {
  requirePermission(ctx, 'tickets:read');
  await requireTicket(ctx, { id: ticketId });
  const key = before === undefined ? null : (readPageKey(before, ['uuid'], 'before')[0] ?? null);
  const records = await eventsBefore(ctx, ticketId, key, historyPage + 1);
  const page = records.slice(0, historyPage);
  const last = records.length > historyPage ? page.at(-1) : undefined;
  const [lists, names] = await Promise.all([
    ctx.lists.of(ctx.tenantId),
    actorNames(
      ctx,
      page.map((record) => record.actor),
    ),
  ]);
  const items = page.map((record) => ({
    id: wireIdOf(record.id),
    kind: record.kind,
    actor: actorShown(record.actor, lists, names),
    at: record.at.toISOString(),
    detail: record.detail as Record<string, unknown>,
  }));
  return { items, before: last ? pageKey([last.id]) : null };
}

/** What the customer's card shows of their tickets: the newest 20. */
export async function cardTickets(ctx: Context, accountId: string) {
  const records = await ticketsOfAccount(ctx, accountId, ticketsOnCard);
  return records.map((record) => ({
    id: wireIdOf(record.id),
    number: record.number,
    subject: record.subject,
    status_id: wireIdOf(record.status_id),
    waiting_since: isoOrNull(record.waiting_since),
    created_at: record.created_at.toISOString(),
  }));
}

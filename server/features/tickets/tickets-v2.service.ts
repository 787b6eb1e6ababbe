import type { AnswerOf, QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { listEventsV2, listTicketsV2, V2Ticket } from '../../../shared/v2-tickets.ts';
import { type Context, requirePermission } from '../../context.ts';
import { pageKey, readPageKey } from '../../page-key.ts';
import { isoOrNull, wireOrNull } from '../../wire.ts';
import { eventsAfter } from './history.sql.ts';
import { requireTicket } from './tickets.service.ts';
import { listOldest, listUpdated, type TicketFilter, type TicketRecord } from './tickets.sql.ts';

export function ticketForApi(record: TicketRecord): V2Ticket {
  return {
    id: wireIdOf(record.id),
    number: record.number,
    subject: record.subject,
    channel: record.channel as V2Ticket['channel'],
    account_id: wireOrNull(record.account_id),
    owner: wireOrNull(record.owner_id),
    department_id: wireOrNull(record.department_id),
    priority_id: wireOrNull(record.priority_id),
    status: wireIdOf(record.status_id),
    phone: record.phone,
    email: record.email,
    waiting_since: isoOrNull(record.waiting_since),
    is_handled: record.waiting_since === null,
    created: record.created_at.toISOString(),
    updated: record.updated_at.toISOString(),
  };
}

export async function readTicketForApi(ctx: Context, id: string): Promise<V2Ticket> {
  requirePermission(ctx, 'tickets:read');
  return ticketForApi(await requireTicket(ctx, { id }));
}

/** A page that carries the `next` link of the published lists, with our key in place of an offset. */
export function keyedPage<T>(items: T[], limit: number, self: string, next: string | null) {
  const links = [
    { rel: 'self', href: self },
    { rel: 'first', href: self },
    ...(next === null ? [] : [{ rel: 'next', href: next }]),
  ];
  return { items, hasMore: next !== null, limit, offset: 0, count: items.length, links };
}

export function nextHref(self: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) given.set(key, String(value));
  return `${self}?${given}`;
}

export async function listTicketsForApi(
  ctx: Context,
  query: QueryOf<typeof listTicketsV2>,
  base: string,
): Promise<AnswerOf<typeof listTicketsV2>> {
  requirePermission(ctx, 'tickets:read');
  const { status, department_id: department, priority_id: priority, owner, account_id: account } = query;
  const filter: TicketFilter = { status, department, priority, owner, account };
  const since = query.updated_since;
  const after =
    query.after === undefined
      ? null
      : readPageKey(query.after, since === undefined ? ['uuid'] : ['instant', 'uuid'], 'after');
  const records =
    since === undefined
      ? await listOldest(ctx, filter, after, query.limit + 1)
      : await listUpdated(ctx, filter, since, after, query.limit + 1);
  const page = records.slice(0, query.limit);
  const last = records.length > query.limit ? page.at(-1) : undefined;
  const self = `${base}/v2/tickets`;
  const next =
    last &&
    nextHref(self, {
      ...wired(query),
      after: pageKey(since === undefined ? [last.id] : [last.updated_at.toISOString(), last.id]),
    });
  return keyedPage(page.map(ticketForApi), query.limit, self, next ?? null);
}

/** The filters as the caller sent them: ids in their wire form again. */
function wired(query: QueryOf<typeof listTicketsV2>): Record<string, string | number | undefined> {
  const ids = ['status', 'department_id', 'priority_id', 'owner', 'account_id'] as const;
  const filters = Object.fromEntries(ids.map((key) => [key, query[key] && wireIdOf(query[key])]));
  return { ...filters, updated_since: query.updated_since, limit: query.limit };
}

export async function listEventsForApi(
  ctx: Context,
  id: string,
  query: QueryOf<typeof listEventsV2>,
  base: string,
): Promise<AnswerOf<typeof listEventsV2>> {
  requirePermission(ctx, 'tickets:read');
  await requireTicket(ctx, { id });
  const after = query.after === undefined ? null : (readPageKey(query.after, ['uuid'], 'after')[0] ?? null);
  const records = await eventsAfter(ctx, id, after, query.limit + 1);
  const page = records.slice(0, query.limit);
  const last = records.length > query.limit ? page.at(-1) : undefined;
  const self = `${base}/v2/tickets/${wireIdOf(id)}/events`;
  const items = page.map((record) => ({
    id: wireIdOf(record.id),
    kind: record.kind,
    actor: actorWire(record.actor),
    at: record.at.toISOString(),
    detail: record.detail as Record<string, unknown>,
  }));
  return keyedPage(
    items,
    query.limit,
    self,
    last ? nextHref(self, { after: pageKey([last.id]), limit: query.limit }) : null,
  );
}

function actorWire(actor: string): string {
  const [kind = '', id] = actor.split(':');
  return id === undefined ? kind : `${kind}:${wireIdOf(id)}`;
}

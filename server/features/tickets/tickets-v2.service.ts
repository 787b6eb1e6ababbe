import type { AnswerOf, QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { pageLimits } from '../../../shared/v2-page.ts';
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
    merged_into: wireOrNull(record.merged_into_id),
    created: record.created_at.toISOString(),
    updated: record.updated_at.toISOString(),
  };
}

export async function readTicketForApi(ctx: Context, id: string): Promise<V2Ticket> {
  requirePermission(ctx, 'tickets:read');
  return ticketForApi(await requireTicket(ctx, { id }));
}

/** A list that is paged by key, in the shape of the published lists. */
export interface KeyedListing<Row, Item> {
  readonly base: string;
  readonly path: string;
  /** What describes its rows, under /v2/metadata-catalog/. */
  readonly catalog: string;
  /** What the caller sent besides `after`, in its wire form. */
  readonly query: Readonly<{ [name: string]: string | number | undefined }>;
  readonly limit: number;
  readonly records: readonly Row[];
  readonly hasMore: boolean;
  keyOf(record: Row): string[];
  shown(record: Row): Item;
}

export const limitOf = (asked: number | undefined) => Math.min(asked ?? pageLimits.usual, pageLimits.most);

/** A page of what was read with one row more than its limit. */
const pageOf = <Row>(rows: readonly Row[], limit: number) => ({
  limit,
  records: rows.slice(0, limit),
  hasMore: rows.length > limit,
});

export function keyedPage<Row, Item>(listing: KeyedListing<Row, Item>) {
  const { base, records, limit, query } = listing;
  const last = listing.hasMore ? records.at(-1) : undefined;
  const self = base + listing.path;
  const links = [
    { rel: 'self', href: self },
    { rel: 'describedby', href: `${base}/v2/metadata-catalog/${listing.catalog}` },
    { rel: 'first', href: hrefOf(self, query) },
    ...(last ? [{ rel: 'next', href: hrefOf(self, { ...query, after: pageKey(listing.keyOf(last)) }) }] : []),
  ];
  const items = records.map((record) => listing.shown(record));
  return { items, hasMore: last !== undefined, limit, offset: 0, count: items.length, links };
}

function hrefOf(self: string, query: KeyedListing<unknown, unknown>['query']): string {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) given.set(key, String(value));
  return given.size === 0 ? self : `${self}?${given}`;
}

export async function listTicketsForApi(
  ctx: Context,
  query: QueryOf<typeof listTicketsV2>,
  base: string,
): Promise<AnswerOf<typeof listTicketsV2>> {
  requirePermission(ctx, 'tickets:read');
  const { status, department_id: department, priority_id: priority, owner, account_id: account } = query;
  const filter: TicketFilter = { status, department, priority, owner, account };
  const { updated_since: since } = query;
  const after =
    query.after === undefined
      ? null
      : readPageKey(query.after, since === undefined ? ['uuid'] : ['instant', 'uuid'], 'after');
  const limit = limitOf(query.limit);
  const records =
    since === undefined
      ? await listOldest(ctx, filter, after, limit + 1)
      : await listUpdated(ctx, filter, since, after, limit + 1);
  return keyedPage({
    ...{ base, path: '/v2/tickets', catalog: 'tickets', query: wired(query), ...pageOf(records, limit) },
    keyOf: ({ id, updated_at }) => (since === undefined ? [id] : [updated_at.toISOString(), id]),
    shown: ticketForApi,
  });
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
  const limit = limitOf(query.limit);
  const records = await eventsAfter(ctx, id, after, limit + 1);
  const path = `/v2/tickets/${wireIdOf(id)}/events`;
  return keyedPage({
    ...{ base, path, catalog: 'tickets/events', query: { limit: query.limit }, ...pageOf(records, limit) },
    keyOf: (record) => [record.id],
    shown: (record) => ({
      id: wireIdOf(record.id),
      kind: record.kind,
      actor: actorWire(record.actor),
      at: record.at.toISOString(),
      detail: record.detail as Record<string, unknown>,
    }),
  });
}

function actorWire(actor: string): string {
  const [kind = '', id] = actor.split(':');
  return id === undefined ? kind : `${kind}:${wireIdOf(id)}`;
}

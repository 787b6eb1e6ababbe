import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

export interface TicketFilter {
  readonly status?: string | undefined;
  readonly statuses?: readonly string[] | undefined;
  /** Only what was not closed, whatever the statuses: what the index of "mine" holds. */
  readonly isUnclosed?: boolean | undefined;
  readonly department?: string | undefined;
  readonly priority?: string | undefined;
  readonly account?: string | undefined;
  readonly owner?: string | null | undefined;
  readonly number?: number | undefined;
}

/**
 * The row that lists and the ticket's page read: the ticket and its account's name. The name is looked up for each row by itself:
 * a join would be planned by statistics, and in a database that has none yet read all accounts for a page of tickets.
 */
export function selectTickets(ctx: Context) {
  return ctx.db
    .selectFrom('tickets')
    .selectAll('tickets')
    .select(({ selectFrom }) =>
      selectFrom('accounts')
        .select('accounts.name')
        .whereRef('accounts.tenant_id', '=', 'tickets.tenant_id')
        .whereRef('accounts.id', '=', 'tickets.account_id')
        .as('account_name'),
    )
    .where('tickets.tenant_id', '=', ctx.tenantId);
}

export type TicketRecord = Awaited<ReturnType<typeof findTicket>> & object;
type Query = ReturnType<typeof selectTickets>;

function narrowed(query: Query, filter: TicketFilter): Query {
  let narrow = query;
  if (filter.status !== undefined) narrow = narrow.where('tickets.status_id', '=', filter.status);
  if (filter.statuses) narrow = narrow.where('tickets.status_id', 'in', [...filter.statuses]);
  if (filter.isUnclosed) narrow = narrow.where('tickets.closed_at', 'is', null);
  if (filter.department !== undefined) narrow = narrow.where('tickets.department_id', '=', filter.department);
  if (filter.priority !== undefined) narrow = narrow.where('tickets.priority_id', '=', filter.priority);
  if (filter.account !== undefined) narrow = narrow.where('tickets.account_id', '=', filter.account);
  if (filter.number !== undefined) narrow = narrow.where('tickets.number', '=', filter.number);
  if (filter.owner === null) narrow = narrow.where('tickets.owner_id', 'is', null);
  else if (filter.owner !== undefined) narrow = narrow.where('tickets.owner_id', '=', filter.owner);
  return narrow;
}

/** Who waits for us, longest first; after the key (waiting_since, id). */
export function listWaiting(
  ctx: Context,
  filter: TicketFilter,
  after: readonly string[] | null,
  limit: number,
) {
  let query = narrowed(selectTickets(ctx), filter)
    .where('tickets.waiting_since', 'is not', null)
    .orderBy('tickets.waiting_since')
    .orderBy('tickets.id')
    .limit(limit);
  if (after)
    query = query.where(
      sql<boolean>`(tickets.waiting_since, tickets.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
    );
  return query.execute();
}

/** Newest first, before the key (id). */
export function listNewest(
  ctx: Context,
  filter: TicketFilter,
  before: readonly string[] | null,
  limit: number,
) {
  let query = narrowed(selectTickets(ctx), filter).orderBy('tickets.id', 'desc').limit(limit);
  if (before) query = query.where('tickets.id', '<', before[0] ?? '');
  return query.execute();
}

/** Oldest first, after the key (id). */
export function listOldest(
  ctx: Context,
  filter: TicketFilter,
  after: readonly string[] | null,
  limit: number,
) {
  let query = narrowed(selectTickets(ctx), filter).orderBy('tickets.id').limit(limit);
  if (after) query = query.where('tickets.id', '>', after[0] ?? '');
  return query.execute();
}

/** By last change, from `since` on; after the key (updated_at, id). */
export function listUpdated(
  ctx: Context,
  filter: TicketFilter,
  since: string,
  after: readonly string[] | null,
  limit: number,
) {
  let query = narrowed(selectTickets(ctx), filter)
    .where('tickets.updated_at', '>=', new Date(since))
    .orderBy('tickets.updated_at')
    .orderBy('tickets.id')
    .limit(limit);
  if (after)
    query = query.where(
      sql<boolean>`(tickets.updated_at, tickets.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
    );
  return query.execute();
}

export function findTicket(ctx: Context, by: { id: string } | { number: number }) {
  const query = selectTickets(ctx);
  return (
    'id' in by ? query.where('tickets.id', '=', by.id) : query.where('tickets.number', '=', by.number)
  ).executeTakeFirst();
}

/** In no order. */
export async function ticketsByIds(ctx: Context, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return selectTickets(ctx)
    .where('tickets.id', 'in', [...ids])
    .execute();
}

/**
 * The ticket, locked until the transaction ends, so that two people's changes follow each other. Not against rows that merely
 * point to it (FOR NO KEY UPDATE): two who have each written a message would wait for each other for ever.
 */
export function lockTicket(ctx: Context, id: string) {
  return ctx.db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The ticket that an id leads to, locked as lockTicket does; it may lead on by the time that its lock is had. */
export function lockTicketNow(ctx: Context, id: string) {
  const present = sql<string>`(select coalesce(merged_into_id, id) from tickets as asked
    where asked.tenant_id = ${ctx.tenantId} and asked.id = ${id})`;
  return ctx.db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', present)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Several tickets, locked as lockTicket does, in one order everywhere; those that there are, by id. */
export async function lockTickets(ctx: Context, ids: readonly string[]) {
  const rows = await ctx.db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export interface TicketChange {
  readonly subject?: string;
  readonly account_id?: string | null;
  readonly owner_id?: string | null;
  readonly department_id?: string | null;
  readonly priority_id?: string | null;
  readonly status_id?: string;
  readonly closed_at?: Date | null;
  readonly maybe_id?: string | null;
  readonly merged_into_id?: string | null;
}

export async function updateTicket(ctx: Context, id: string, change: TicketChange): Promise<void> {
  await ctx.db
    .updateTable('tickets')
    .set({ ...change, updated_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** Numbers that don't block: each is counted up to `most`. */
export async function countUpTo(
  ctx: Context,
  most: number,
  ownerId: string | null,
  openStatuses: readonly string[],
) {
  const counted = (query: SelectQueryBuilder<DB, 'tickets', object>) =>
    ctx.db
      .selectFrom(query.select(sql`1`.as('one')).where('tenant_id', '=', ctx.tenantId).limit(most).as('some'))
      .select(({ fn }) => fn.countAll<number>().as('many'))
      .executeTakeFirstOrThrow();
  const tickets = () => ctx.db.selectFrom('tickets');
  const isWaiting = (where: ExpressionBuilder<DB, 'tickets'>) => where('waiting_since', 'is not', null);
  const [waiting, mine, unassigned] = await Promise.all([
    counted(tickets().where(isWaiting)),
    counted(
      tickets()
        .where('owner_id', '=', ownerId)
        .where('closed_at', 'is', null)
        .where('status_id', 'in', [...openStatuses]),
    ),
    counted(tickets().where(isWaiting).where('owner_id', 'is', null)),
  ]);
  return { waiting: waiting.many, mine: mine.many, unassigned: unassigned.many };
}

/** The customer's tickets, newest first. */
export function ticketsOfAccount(ctx: Context, accountId: string, limit: number) {
  return ctx.db
    .selectFrom('tickets')
    .select(['id', 'number', 'subject', 'status_id', 'waiting_since', 'created_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

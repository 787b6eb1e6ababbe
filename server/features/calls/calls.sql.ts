import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/** A call with what is beside it: names are looked up row by row, as in the lists of tickets; the ticket is its ledger row's. */
function selectCalls(ctx: Context) {
  return ctx.db
    .selectFrom('calls')
    .innerJoin('intake', (join) =>
      join.onRef('intake.tenant_id', '=', 'calls.tenant_id').onRef('intake.id', '=', 'calls.intake_id'),
    )
    .selectAll('calls')
    .select(['intake.ticket_id', 'intake.message_id'])
    .select(({ selectFrom }) => [
      selectFrom('phone_connections')
        .select('phone_connections.name')
        .whereRef('phone_connections.tenant_id', '=', 'calls.tenant_id')
        .whereRef('phone_connections.id', '=', 'calls.connection_id')
        .as('connection_name'),
      selectFrom('accounts')
        .select('accounts.name')
        .whereRef('accounts.tenant_id', '=', 'calls.tenant_id')
        .whereRef('accounts.id', '=', 'calls.account_id')
        .as('account_name'),
    ])
    .select(
      sql<TicketBeside | null>`(select json_build_object('number', ticket.number, 'subject', ticket.subject, 'account_name',
          (select name from accounts where accounts.tenant_id = ticket.tenant_id and accounts.id = ticket.account_id))
        from tickets as ticket where ticket.tenant_id = intake.tenant_id and ticket.id = intake.ticket_id)`.as(
        'ticket',
      ),
    )
    .where('calls.tenant_id', '=', ctx.tenantId);
}

interface TicketBeside {
  readonly number: number;
  readonly subject: string;
  readonly account_name: string | null;
}

export type CallRecord = Awaited<ReturnType<typeof listLive>>[number];

export interface CallFilter {
  /** Their calls, and those of nobody's with a number of theirs. */
  readonly account?: { readonly id: string; readonly phones: readonly string[] } | undefined;
  readonly ticket?: string | undefined;
  readonly user?: string | undefined;
  readonly connection?: string | undefined;
  readonly direction?: string | undefined;
  readonly result?: string | undefined;
  readonly queue?: string | undefined;
  /** The whole number, and tails of its digits: any of these. */
  readonly phone?: { readonly value: string | null; readonly digits: readonly string[] } | undefined;
  readonly isMissed?: boolean | undefined;
  readonly isUnclassified?: boolean | undefined;
  readonly isUnbooked?: boolean | undefined;
  readonly isWithoutQueue?: boolean | undefined;
  /** Whether comparing found them, or they came by themselves. */
  readonly isPulled?: boolean | undefined;
  readonly day?: { readonly since: Date; readonly until: Date } | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const equal = {
  ticket: 'intake.ticket_id',
  user: 'calls.user_id',
  connection: 'calls.connection_id',
  direction: 'calls.direction',
  result: 'calls.result',
  queue: 'calls.queue',
} as const;

type CallsQuery = ReturnType<typeof selectCalls>;

/** When they began. */
function within(query: CallsQuery, { day, since, until }: CallFilter): CallsQuery {
  const from = [day?.since, since === undefined ? undefined : new Date(since)];
  const before = [day?.until, until === undefined ? undefined : new Date(until)];
  let limited = query;
  for (const at of from) if (at !== undefined) limited = limited.where('calls.started_at', '>=', at);
  for (const at of before) if (at !== undefined) limited = limited.where('calls.started_at', '<', at);
  return limited;
}

/** What comparing with the exchange’s records made of them; test calls are in none. */
function bookedAs(query: CallsQuery, { isPulled, isUnbooked }: CallFilter): CallsQuery {
  let limited = query;
  if (isPulled !== undefined) limited = limited.where('calls.is_pulled', '=', isPulled);
  if (isUnbooked !== undefined) limited = limited.where('calls.is_unbooked', '=', isUnbooked);
  const isOfNone = isPulled === undefined && isUnbooked !== false;
  return isOfNone ? limited : limited.where('calls.is_test', '=', false);
}

/** Newest first, before the key (started_at, id). */
export function listBefore(
  ctx: Context,
  filter: CallFilter,
  before: readonly string[] | null,
  limit: number,
) {
  let query = selectCalls(ctx).orderBy('calls.started_at', 'desc').orderBy('calls.id', 'desc').limit(limit);
  for (const [key, column] of Object.entries(equal) as [keyof typeof equal, (typeof equal)['ticket']][]) {
    const wanted = filter[key];
    if (wanted !== undefined) query = query.where(column, '=', wanted);
  }
  if (filter.ticket !== undefined) query = query.where('intake.channel', '=', 'phone');
  if (filter.account !== undefined) {
    const { id, phones } = filter.account;
    query = query.where(({ or, eb, and }) =>
      or([
        eb('calls.account_id', '=', id),
        ...(phones.length === 0
          ? []
          : [and([eb('calls.party', 'in', [...phones]), eb('calls.account_id', 'is', null)])]),
      ]),
    );
  }
  if (filter.isUnclassified) query = query.where('calls.is_unclassified', '=', true);
  if (filter.isMissed)
    query = query
      .where('calls.direction', '=', 'in')
      .where('calls.result', '<>', 'answered')
      .where('calls.is_blocked', '=', false);
  query = within(query, filter);
  query = bookedAs(query, filter);
  if (filter.isWithoutQueue) query = query.where('calls.queue', 'is', null);
  if (filter.phone !== undefined) {
    const { value, digits } = filter.phone;
    const tails = digits.map((tail) => [...tail].reverse().join(''));
    query = query.where(({ or, eb }) =>
      or([
        ...(value === null ? [] : [eb('calls.party', '=', value)]),
        ...tails.map((tail) => sql<boolean>`reverse(calls.party) like ${`${tail}%`}`),
      ]),
    );
  }
  if (before)
    query = query.where(
      sql<boolean>`(calls.started_at, calls.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`,
    );
  return query.execute();
}

/** The queues of all calls: from one to the next by the index, however many calls each has. */
export async function queuesOfCalls(ctx: Context, most: number): Promise<string[]> {
  const { rows } = await sql<{ queue: string }>`
    with recursive names as (
      (select queue from calls where tenant_id = ${ctx.tenantId} and queue is not null order by queue limit 1)
      union all
      select (select queue from calls where tenant_id = ${ctx.tenantId} and queue > names.queue order by queue limit 1)
      from names where names.queue is not null
    )
    select queue from names where queue is not null limit ${most}`.execute(ctx.db);
  return rows.map(({ queue }) => queue);
}

export function listLive(ctx: Context, limit: number) {
  return selectCalls(ctx)
    .where('calls.state', '<>', 'ended')
    .orderBy('calls.started_at', 'desc')
    .orderBy('calls.id', 'desc')
    .limit(limit)
    .execute();
}

export function findCall(ctx: Context, id: string) {
  return selectCalls(ctx).where('calls.id', '=', id).executeTakeFirst();
}

export async function countSome(ctx: Context, userId: string | null, most: number) {
  const some = (condition: ReturnType<typeof sql<boolean>>) =>
    ctx.db
      .selectFrom(
        ctx.db
          .selectFrom('calls')
          .select('id')
          .where('tenant_id', '=', ctx.tenantId)
          .where(condition)
          .limit(most)
          .as('some'),
      )
      .select(({ fn }) => fn.countAll<number>().as('many'))
      .executeTakeFirstOrThrow();
  const [live, unclassified, mine] = await Promise.all([
    some(sql<boolean>`state <> 'ended'`),
    some(sql<boolean>`is_unclassified`),
    some(sql<boolean>`is_unclassified and user_id = ${userId}::uuid`),
  ]);
  return { live: live.many, unclassified: unclassified.many, my_unclassified: mine.many };
}

export function eventsOf(ctx: Context, callId: string) {
  return ctx.db
    .selectFrom('call_events')
    .select(['event_key', 'event', 'received_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('call_id', '=', callId)
    .execute();
}

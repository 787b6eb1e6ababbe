import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/** Of the newest tickets all are looked through; a word that this many do not fill a page with is one for the index. */
const newest = 20_000;

const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

interface Asked {
  /** A tsquery. */
  readonly words: string;
  /** What has this too is left out; null: nothing. */
  readonly without: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/**
 * Tickets with the words, newest first, before the key (id). Neither road is slow: words that many tickets have are soon found
 * among the newest, and the index has short lists of the others.
 */
export async function ticketsWith(ctx: Context, asked: Asked): Promise<string[]> {
  const { before, limit } = asked;
  const fits = sql`words @@ ${asked.words}::tsquery and (${asked.without}::tsquery is null or not words @@ ${asked.without}::tsquery)`;
  const soon = await sql<{ ticket_id: string }>`
    select ticket_id from (
      select ticket_id, words from ticket_words
      where tenant_id = ${ctx.tenantId} and ticket_id < ${before ?? last} order by ticket_id desc limit ${newest}) as newest
    where ${fits} limit ${limit}`.execute(ctx.db);
  if (soon.rows.length >= limit) return soon.rows.map((row) => row.ticket_id);
  const all = await sql<{ ticket_id: string }>`
    with found as materialized (
      select ticket_id from ticket_words where tenant_id = ${ctx.tenantId} and ${fits})
    select ticket_id from found where ticket_id < ${before ?? last} order by ticket_id desc limit ${limit}`.execute(
    ctx.db,
  );
  return all.rows.map((row) => row.ticket_id);
}

export async function ticketOfNumber(ctx: Context, number: number): Promise<string | null> {
  const found = await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('number', '=', number)
    .executeTakeFirst();
  return found?.id ?? null;
}

export interface FoundRecord {
  readonly id: string;
  readonly number: number;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly status_id: string;
  readonly waiting_since: Date | null;
  readonly created_at: Date;
  /** Its newest messages, newest first. */
  readonly texts: readonly string[];
}

/** What is shown of tickets that were found, in their order. */
export async function readFound(ctx: Context, ids: readonly string[]): Promise<FoundRecord[]> {
  const { rows } = await sql<FoundRecord>`
    select ticket.id, ticket.number::int8, ticket.subject, ticket.email, ticket.phone, ticket.status_id, ticket.waiting_since,
      ticket.created_at,
      (select name from accounts where accounts.tenant_id = ticket.tenant_id and accounts.id = ticket.account_id) as name,
      array(select left(text, 10000) from messages as message
        where message.tenant_id = ticket.tenant_id and message.ticket_id = ticket.id
          and not exists (select from deliveries as taken where taken.tenant_id = message.tenant_id
            and taken.message_id = message.id and taken.state = 'withdrawn')
        order by message.id desc limit 20) as texts
    from unnest(${[...ids]}::uuid[]) with ordinality as wanted (id, place)
    join tickets as ticket on ticket.tenant_id = ${ctx.tenantId} and ticket.id = wanted.id
    order by wanted.place`.execute(ctx.db);
  return rows;
}

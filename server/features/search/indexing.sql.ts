import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface Progress {
  readonly message_id: string;
  readonly tickets_at: Date;
  readonly accounts_at: Date;
}

const none = '00000000-0000-0000-0000-000000000000';

/** Where the tenant's words are; null while another process is at it. Held until the transaction ends. */
export async function lockProgress(ctx: Context): Promise<Progress | null> {
  const { tenantId, db } = ctx;
  const read = async () =>
    (
      await sql<Progress>`select message_id, tickets_at, accounts_at from search_progress
        where tenant_id = ${tenantId} for update skip locked`.execute(db)
    ).rows[0];
  const known = await read();
  if (known) return known;
  // All that is there gets its words by its messages, as it is now; changes count from now on.
  await sql`insert into search_progress (tenant_id, message_id, tickets_at, accounts_at)
    values (${tenantId}, ${none}, ${ctx.now()}, ${ctx.now()}) on conflict do nothing`.execute(db);
  return (await read()) ?? null;
}

export async function writeProgress(ctx: Context, place: Progress): Promise<void> {
  await ctx.db.updateTable('search_progress').set(place).where('tenant_id', '=', ctx.tenantId).execute();
}

/** The tenant's words are written anew, from its first message on. */
export async function deleteProgress(ctx: Context): Promise<void> {
  await ctx.db.deleteFrom('search_progress').where('tenant_id', '=', ctx.tenantId).execute();
}

/** Messages in the order of their ids; those after `until` may not all be there yet. */
export async function messagesAfter(ctx: Context, after: string, until: string, limit: number) {
  const { rows } = await sql<{ id: string; ticket_id: string }>`
    select id, ticket_id from messages
    where tenant_id = ${ctx.tenantId} and id > ${after} and id < ${until} order by id limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

/** Tickets that people changed, in the order of their changes; what has been read since then is left out. */
export async function ticketsChanged(ctx: Context, after: Date, until: Date, limit: number) {
  const { rows } = await sql<{ id: string; updated_at: Date }>`
    select ticket.id, ticket.updated_at from tickets as ticket
    left join ticket_words as known on known.tenant_id = ticket.tenant_id and known.ticket_id = ticket.id
    where ticket.tenant_id = ${ctx.tenantId} and ticket.updated_at >= ${after} and ticket.updated_at < ${until}
      and ticket.updated_at > ticket.created_at and (known.indexed_at is null or known.indexed_at < ticket.updated_at)
    order by ticket.updated_at limit ${limit}`.execute(ctx.db);
  return rows;
}

/** The newest tickets of customers who were changed, a few customers at a time; what has been read since then is left out. */
export async function ticketsOfChangedAccounts(ctx: Context, after: Date, until: Date, limit: number) {
  const { rows } = await sql<{ updated_at: Date; ids: string[] }>`
    select changed.updated_at, stale.ids from accounts as changed
    cross join lateral (
      select array_agg(newest.id) as ids from (
        select id from tickets where tenant_id = changed.tenant_id and account_id = changed.id
        order by id desc limit 200) as newest
      left join ticket_words as known on known.tenant_id = changed.tenant_id and known.ticket_id = newest.id
      where known.indexed_at is null or known.indexed_at < changed.updated_at) as stale
    where changed.tenant_id = ${ctx.tenantId} and changed.updated_at >= ${after} and changed.updated_at < ${until}
      and changed.updated_at > changed.created_at and stale.ids is not null
    order by changed.updated_at limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Tickets with messages from `from` on that are not all in their words: their transaction ended late. */
export async function passedOver(
  ctx: Context,
  from: string,
  until: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ ticket_id: string }>`
    select said.ticket_id from (
      select distinct ticket_id from messages
      where tenant_id = ${ctx.tenantId} and id >= ${from} and id < ${until}) as said
    left join ticket_words as known on known.tenant_id = ${ctx.tenantId} and known.ticket_id = said.ticket_id
    where known.ticket_id is null or known.messages <> (
      select count(*) from messages where tenant_id = ${ctx.tenantId} and ticket_id = said.ticket_id)
    limit ${limit}`.execute(ctx.db);
  return rows.map((row) => row.ticket_id);
}

export interface SaidOfTicket {
  readonly id: string;
  readonly number: number;
  readonly subject: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly contacts: readonly string[];
  readonly messages: number;
  /** Of the newest messages: text, who wrote it, and what the mail was called. */
  readonly said: readonly (readonly (string | null)[])[];
  readonly files: readonly string[];
}

/** So that one ticket of a thousand long mails is not read as a whole; what was found of it before stays. */
export const mostMessages = 100;
const mostCharacters = 10_000;

/** Everything that tickets are found by. */
export async function readTexts(ctx: Context, ids: readonly string[]): Promise<SaidOfTicket[]> {
  const { rows } = await sql<SaidOfTicket>`
    select ticket.id, ticket.number::int8, ticket.subject, ticket.phone, ticket.email, account.name, account.company,
      array(select value from account_contacts as contact
        where contact.tenant_id = ticket.tenant_id and contact.account_id = ticket.account_id limit 30) as contacts,
      (select count(*)::int from messages as message
        where message.tenant_id = ticket.tenant_id and message.ticket_id = ticket.id) as messages,
      (select coalesce(json_agg(json_build_array(left(text, ${mostCharacters}::int), from_name, from_address, subject)), '[]') from (
        select text, from_name, from_address, subject from messages as message
        where message.tenant_id = ticket.tenant_id and message.ticket_id = ticket.id
          and not exists (select from deliveries as taken where taken.tenant_id = message.tenant_id
            and taken.message_id = message.id and taken.state = 'withdrawn')
        order by message.id desc limit ${mostMessages}) as newest) as said,
      array(select file.name from messages as message
        join attachments as file on file.tenant_id = message.tenant_id and file.message_id = message.id
        where message.tenant_id = ticket.tenant_id and message.ticket_id = ticket.id limit 100) as files
    from unnest(${[...ids]}::uuid[]) as wanted (id)
    join tickets as ticket on ticket.tenant_id = ${ctx.tenantId} and ticket.id = wanted.id
    left join lateral (select name, company from accounts
      where accounts.tenant_id = ticket.tenant_id and accounts.id = ticket.account_id) as account on true`.execute(
    ctx.db,
  );
  return rows;
}

export interface TicketWords {
  readonly ticket_id: string;
  readonly messages: number;
  /** The text of a tsvector. */
  readonly words: string;
}

/** Longer tickets are not read as a whole: their words are added to the known ones, as long as there is room. */
export async function writeWords(ctx: Context, rows: readonly TicketWords[]): Promise<void> {
  await sql`
    insert into ticket_words (tenant_id, ticket_id, words, messages, indexed_at)
    select ${ctx.tenantId}::uuid, ticket_id, words::tsvector, messages, ${ctx.now()}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (ticket_id uuid, words text, messages int)
    on conflict (tenant_id, ticket_id) do update set messages = excluded.messages, indexed_at = excluded.indexed_at,
      words = case when excluded.messages > ${mostMessages} and length(ticket_words.words) < 15000
        then ticket_words.words || excluded.words else excluded.words end`.execute(ctx.db);
}

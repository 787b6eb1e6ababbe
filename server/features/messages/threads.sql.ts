import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/** What in a mail may name a ticket of the tenant. */
export interface NamesInMail {
  readonly mailIds: readonly string[];
  /** Messages (uuid) of ours. */
  readonly messageIds: readonly string[];
  readonly numbers: readonly number[];
}

export interface NamedTicket {
  readonly kind: 'mail' | 'message' | 'number';
  readonly by: string;
  readonly ticket_id: string;
}

/**
 * Tickets on which an answer to this mail stands that was quicker than it. A Message-ID that is known already is another mail's:
 * there are programs that have only one.
 */
export async function ticketsAnswering(ctx: Context, mailId: string): Promise<readonly string[]> {
  const { tenantId } = ctx;
  const { rows } = await sql<{ id: string }>`
    select distinct coalesce(merged_into_id, tickets.id) as id from messages as answer
    join tickets on tickets.tenant_id = ${tenantId} and tickets.id = answer.ticket_id
    where answer.tenant_id = ${tenantId} and answer.in_reply_to = ${mailId} and direction = 'inbound'
      and not exists (select from messages as known where known.tenant_id = ${tenantId} and known.message_id = ${mailId})
    limit 10`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** The tickets that these names lead to now: what was merged leads on. */
export async function ticketsNamed(ctx: Context, names: NamesInMail): Promise<readonly NamedTicket[]> {
  const { tenantId } = ctx;
  if (Object.values(names).every((some) => some.length === 0)) return [];
  const { rows } = await sql<NamedTicket>`
    select distinct kind, by, coalesce(merged_into_id, tickets.id) as ticket_id
    from (
      select 'mail' as kind, message_id as by, ticket_id from messages
        where tenant_id = ${tenantId} and message_id = any(${[...names.mailIds]}::text[])
      union all select 'message', id::text, ticket_id from messages
        where tenant_id = ${tenantId} and id = any(${[...names.messageIds]}::uuid[]) and direction = 'outbound'
      union all select 'number', number::text, id from tickets
        where tenant_id = ${tenantId} and number = any(${[...names.numbers]}::bigint[])
    ) as named
    join tickets on tickets.tenant_id = ${tenantId} and tickets.id = named.ticket_id
    limit 100`.execute(ctx.db);
  return rows;
}

export interface TakingPart {
  readonly id: string;
  readonly number: number;
  /** In lower case: the account's, of who wrote, of whom we wrote to. */
  readonly participants: readonly string[];
  /** Those of them that are the customer's own: of the account, and what the ticket was opened with. */
  readonly customers: readonly string[];
}

/** Who takes part in these tickets, and in what was merged into them. */
export async function takingPart(ctx: Context, ticketIds: readonly string[]): Promise<readonly TakingPart[]> {
  if (ticketIds.length === 0) return [];
  const { tenantId } = ctx;
  const { rows } = await sql<TakingPart>`
    select ticket.id, ticket.number, customers,
      customers || array(select distinct lower(address) from (
        select from_address as address from messages
          where tenant_id = ${tenantId} and ticket_id = ticket.id and from_address is not null and not is_automatic
        union all select whom ->> 'address' from messages
          cross join lateral jsonb_array_elements((recipients -> 'to') || (recipients -> 'cc')) as whom
          where tenant_id = ${tenantId} and ticket_id = ticket.id and direction = 'outbound' and not is_automatic
      ) as seen where address <> '') as participants
    from tickets as ticket
    cross join lateral (select array(
      select lower(email) from tickets as given where given.tenant_id = ${tenantId}
        and (given.id = ticket.id or given.merged_into_id = ticket.id) and email like '%@%'
      union select value from account_contacts where tenant_id = ${tenantId} and kind = 'email' and account_id in (
        select account_id from tickets as given where given.tenant_id = ${tenantId}
          and (given.id = ticket.id or given.merged_into_id = ticket.id))
    ) as customers) as known
    where ticket.tenant_id = ${tenantId} and ticket.id = any(${[...ticketIds]}::uuid[])`.execute(ctx.db);
  return rows;
}

/** The mailboxes' own addresses among those at a domain (lower case), and how many accounts have one there; up to `most`. */
export async function whoIsAt(ctx: Context, domain: string, most: number) {
  const there = `%@${domain.replace(/[\\%_]/g, '\\$&')}`;
  const { rows } = await sql<{ is_ours: boolean; accounts: number }>`
    select exists (select from mailbox_addresses where tenant_id = ${ctx.tenantId} and address like ${there}) as is_ours,
      (select count(distinct account_id)::int from (select account_id from account_contacts
        where tenant_id = ${ctx.tenantId} and kind = 'email' and value like ${there} limit ${most}) as there) as accounts`.execute(
    ctx.db,
  );
  return rows[0] ?? { is_ours: false, accounts: 0 };
}

/** Why a message stands on its ticket; null when there is no such message, or nothing in it named one. */
export async function threadingOf(ctx: Context, messageId: string): Promise<unknown> {
  const row = await ctx.db
    .selectFrom('messages')
    .select('threading')
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', messageId)
    .executeTakeFirst();
  return row?.threading ?? null;
}

export async function writeThreading(ctx: Context, messageId: string, threading: object): Promise<void> {
  await ctx.db
    .updateTable('messages')
    .set({ threading: JSON.stringify(threading) })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', messageId)
    .execute();
}

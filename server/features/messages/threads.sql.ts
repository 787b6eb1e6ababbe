import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/** What in a mail may name a ticket of the tenant. */
export interface NamesInMail {
  /** Its own Message-ID. */
  readonly mailId: string | null;
  /** Those that it answers. */
  readonly mailIds: readonly string[];
  /** Messages (uuid) of ours. */
  readonly messageIds: readonly string[];
  readonly numbers: readonly number[];
}

export interface NamedTicket {
  /**
   * `answer`: an answer to the mail stands there that was quicker than it. A Message-ID that is known already is another mail's: there
   * are programs that have only one.
   */
  readonly kind: 'mail' | 'message' | 'number' | 'answer';
  readonly by: string;
  readonly ticket_id: string;
}

/** Of a Message-ID that many mails have, the last. */
const mostOfOneId = 20;

/**
 * The tickets that these names lead to now: what was merged leads on. Each name is looked up by itself, and only what there is: a
 * join may be planned as a walk through all tickets while the tables are young.
 */
export async function ticketsNamed(ctx: Context, names: NamesInMail): Promise<readonly NamedTicket[]> {
  const { tenantId } = ctx;
  const { mailId, mailIds, messageIds, numbers } = names;
  const parts = [
    messageIds.length > 0 &&
      sql`select 'message' as kind, id::text as by, ticket_id from messages
        where tenant_id = ${tenantId} and id = any(${[...messageIds]}::uuid[]) and direction = 'outbound'`,
    numbers.length > 0 &&
      sql`select 'number' as kind, number::text as by, id as ticket_id from tickets
        where tenant_id = ${tenantId} and number = any(${[...numbers]}::bigint[])`,
    mailIds.length > 0 &&
      sql`select 'mail' as kind, name as by, ticket_id
        from unnest(${[...mailIds]}::text[]) as name cross join lateral (
          select ticket_id from messages where tenant_id = ${tenantId} and message_id = name order by created_at desc limit ${mostOfOneId}
        ) as bearing`,
    mailId !== null &&
      sql`(select 'answer' as kind, in_reply_to as by, ticket_id from messages
        where tenant_id = ${tenantId} and in_reply_to = ${mailId} and direction = 'inbound'
          and not exists (select from messages as known where known.tenant_id = ${tenantId} and known.message_id = ${mailId})
        order by created_at desc limit 10)`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return [];
  const { rows } = await sql<NamedTicket>`
    select distinct kind, by, (select coalesce(merged_into_id, tickets.id) from tickets
      where tickets.tenant_id = ${tenantId} and tickets.id = named.ticket_id) as ticket_id
    from (${sql.join(parts, sql` union all `)}) as named`.execute(ctx.db);
  return rows;
}

export interface TakingPart {
  readonly id: string;
  readonly number: number;
  readonly is_closed: boolean;
  /** In lower case: the account's, of who wrote, of whom we wrote to. */
  readonly participants: readonly string[];
  /** To whom else mails of the ticket were sent that came to us, in lower case. */
  readonly copied: readonly string[];
  /** Participants who are the customer's own: of the account, and what the ticket was opened with. */
  readonly customers: readonly string[];
}

/** Who takes part in these tickets, and in what was merged into them. */
export async function takingPart(ctx: Context, ticketIds: readonly string[]): Promise<readonly TakingPart[]> {
  if (ticketIds.length === 0) return [];
  const { tenantId } = ctx;
  const { rows } = await sql<TakingPart>`
    select ticket.id, ticket.number, ticket.closed_at is not null as is_closed, customers,
      customers || array(select distinct lower(address) from (
        select from_address as address from messages
          where tenant_id = ${tenantId} and ticket_id = ticket.id and from_address is not null and not is_automatic
        union all select whom ->> 'address' from messages
          cross join lateral jsonb_array_elements((recipients -> 'to') || (recipients -> 'cc')) as whom
          where tenant_id = ${tenantId} and ticket_id = ticket.id and direction = 'outbound' and not is_automatic
            and not exists (select from deliveries where deliveries.tenant_id = ${tenantId}
              and deliveries.message_id = messages.id and state = 'withdrawn')
      ) as seen where address <> '') as participants,
      array(select distinct lower(whom ->> 'address') from messages
        cross join lateral jsonb_array_elements((recipients -> 'to') || (recipients -> 'cc')) as whom
        where tenant_id = ${tenantId} and ticket_id = ticket.id and direction = 'inbound' and not is_automatic) as copied
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

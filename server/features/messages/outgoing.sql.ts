import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';

/** One person's mailbox, whatever tag an address carries: `support+x@` is `support@`. */
const untagged = (address: string) => address.toLowerCase().replace(/^([^+@]+)\+[^@]*@/, '$1@');

/** Those of these addresses that are mailboxes of the business. */
export async function ownAddresses(
  ctx: Context,
  addresses: readonly string[],
): Promise<(address: string) => boolean> {
  const meant = [...new Set(addresses.flatMap((address) => [address.toLowerCase(), untagged(address)]))];
  const rows =
    meant.length === 0
      ? []
      : await ctx.db
          .selectFrom('mailbox_addresses')
          .select('address')
          .where('tenant_id', '=', ctx.tenantId)
          .where('address', 'in', meant)
          .execute();
  const own = new Set(rows.map((row) => row.address));
  return (address) => own.has(address.toLowerCase()) || own.has(untagged(address));
}

export interface SendingMailbox {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

/** The mailboxes that a mail can be sent from, each with its first address; the ticket's own first, `most` at most. */
export async function sendingMailboxes(
  ctx: Context,
  mailboxId: string | null,
  most = 200,
): Promise<readonly SendingMailbox[]> {
  const { rows } = await sql<SendingMailbox>`
    select * from (
      select distinct on (mailboxes.id) mailboxes.id, coalesce(from_name, name) as name, address from mailboxes
      join mailbox_addresses on mailbox_addresses.tenant_id = mailboxes.tenant_id
        and mailbox_addresses.mailbox_id = mailboxes.id
      left join mailbox_senders on mailbox_senders.tenant_id = mailboxes.tenant_id
        and mailbox_senders.mailbox_id = mailboxes.id
      where mailboxes.tenant_id = ${ctx.tenantId} and is_active
      order by mailboxes.id, position
    ) as sending order by id is not distinct from ${mailboxId}::uuid desc, id limit ${most}`.execute(ctx.db);
  return rows;
}

/** The customers' own addresses on a ticket: its own and those of its account, also of what was merged into it. */
function customersOf(ctx: Context, ticketId: string): RawBuilder<unknown> {
  const { tenantId } = ctx;
  return sql`
    select lower(email) as address from tickets
      where tenant_id = ${tenantId} and (id = ${ticketId} or merged_into_id = ${ticketId}) and email is not null
    union select lower(value) from account_contacts
      join tickets on tickets.tenant_id = account_contacts.tenant_id and tickets.account_id = account_contacts.account_id
      where tickets.tenant_id = ${tenantId} and (tickets.id = ${ticketId} or merged_into_id = ${ticketId})
        and account_contacts.kind = 'email'`;
}

/** Whether a message is an answer of somebody to whom the ticket was forwarded, and who is not the customer. */
export function isOfThirdParty(ctx: Context, ticketId: string): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from messages as forwarded
      cross join jsonb_array_elements((forwarded.recipients -> 'to') || (forwarded.recipients -> 'cc')) as recipient
      where forwarded.tenant_id = ${ctx.tenantId} and forwarded.ticket_id = ${ticketId}
        and forwarded.kind = 'forward' and lower(recipient ->> 'address') = lower(messages.from_address)
        and not exists (select from deliveries where deliveries.tenant_id = forwarded.tenant_id
          and deliveries.message_id = forwarded.id and state = 'withdrawn'))
    and lower(messages.from_address) not in (${customersOf(ctx, ticketId)}))`;
}

/**
 * Whether a mail of ours that reached these addresses (lower case) answers the customer: one of them is the customer's, or wrote a word
 * that it would cover, or nobody knows an address of the customer. Whom the ticket was forwarded to, or the customer copied, stands
 * for nobody else: that one is answered when no word of others waits. What the mail itself covers already counts as waiting.
 */
export async function answersCustomer(
  ctx: Context,
  message: { readonly id: string; readonly ticket_id: string; readonly created_at: Date },
  reached: readonly string[],
): Promise<boolean> {
  const { tenantId } = ctx;
  const { id, ticket_id: ticketId, created_at: until } = message;
  const { rows } = await sql<{ answers: boolean }>`
    with customers as (${customersOf(ctx, ticketId)}
    ), words as materialized (
      select created_at, recipients, lower(from_address) as writer, lower(recipients -> 'replyTo' ->> 'address') as reply_to,
        ${isOfThirdParty(ctx, ticketId)} as is_third,
        greatest(created_at, covered_after) <= ${until} and greatest(created_at, covered_after) > coalesce((
          select max(at) from handlings where tenant_id = ${tenantId} and ticket_id = ${ticketId}
            and undone_at is null and message_id is distinct from ${id}::uuid), '-infinity') as is_waiting
      from messages
      where tenant_id = ${tenantId} and ticket_id = ${ticketId} and direction = 'inbound' and not is_automatic
    ), copied as (
      select writer from (select writer, min(created_at) as at from words where writer is not null group by writer) as begun
      where writer not in (select address from customers) and exists (select from words
        cross join lateral jsonb_array_elements((recipients -> 'to') || (recipients -> 'cc')) as whom
        where words.created_at < begun.at and lower(whom ->> 'address') = begun.writer)
    ), judged as (
      select is_waiting, writer is null and reply_to is null as is_nameless,
        coalesce(writer = any(${[...reached]}::text[]), false) or coalesce(reply_to = any(${[...reached]}::text[]), false) as is_reached,
        not is_third and coalesce(writer not in (select writer from copied), true) as is_customer
      from words
    )
    select not exists (select from customers) and not exists (select from judged where is_customer and not is_nameless)
      or exists (select from customers where address = any(${[...reached]}::text[]))
      or exists (select from judged where is_customer and is_reached
        and (is_waiting or not exists (select from judged where is_waiting)))
      or (exists (select from judged where is_waiting)
        and not exists (select from judged where is_waiting and not is_reached)) as answers`.execute(ctx.db);
  return rows[0]?.answers ?? false;
}

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
 * Whether a mail that reached these addresses (lower case) answers the customer: one of them is the customer's, or each word that
 * waited when it was written (`until`) is of one of them, or nobody knows an address of the customer.
 */
export async function answersCustomer(
  ctx: Context,
  ticketId: string,
  reached: readonly string[],
  until: Date,
): Promise<boolean> {
  const { tenantId } = ctx;
  const { rows } = await sql<{ answers: boolean }>`
    with customers as (
      ${customersOf(ctx, ticketId)}
      union select lower(address) from messages
        cross join lateral (values (from_address), (recipients -> 'replyTo' ->> 'address')) as writer (address)
        where tenant_id = ${tenantId} and ticket_id = ${ticketId} and direction = 'inbound' and not is_automatic
          and address is not null and not ${isOfThirdParty(ctx, ticketId)}
    ), waiting as (
      select lower(from_address) as address from messages
      where tenant_id = ${tenantId} and ticket_id = ${ticketId} and direction = 'inbound' and not is_automatic
        and created_at <= ${until} and created_at >= (select waiting_since from tickets where tenant_id = ${tenantId} and id = ${ticketId})
    )
    select not exists (select from customers)
      or exists (select from customers where address = any(${[...reached]}::text[]))
      or (exists (select from waiting) and not exists (
        select from waiting where address is null or address <> all(${[...reached]}::text[]))) as answers`.execute(
    ctx.db,
  );
  return rows[0]?.answers ?? false;
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/** As the columns say it: an address in use, by a mailbox row and its address row. */
const isUsed = sql<boolean>`(ticket_address = 'on' or ticket_address = 'auto' and (proven_at is not null
  or taken_at is not null and not exists (select from mailbox_connections as read
    where read.tenant_id = mailboxes.tenant_id and read.mailbox_id = mailboxes.id)))`;

/** Whether answers to mail from this address are wanted at an address of the ticket. */
export async function isTicketAddressUsed(ctx: Context, address: string): Promise<boolean> {
  const { rows } = await sql<{ is_used: boolean }>`
    select ${isUsed} as is_used from mailbox_addresses
    join mailboxes on mailboxes.tenant_id = mailbox_addresses.tenant_id and mailboxes.id = mailbox_addresses.mailbox_id
    where mailbox_addresses.tenant_id = ${ctx.tenantId} and address = ${address.toLowerCase()}`.execute(
    ctx.db,
  );
  return rows[0]?.is_used ?? false;
}

export interface TicketAddressRecord {
  readonly mailbox_id: string;
  readonly is_used: boolean;
  readonly proven_at: Date | null;
}

/** Of each mailbox, how it stands with the address that it sends from. */
export async function selectTicketAddresses(ctx: Context): Promise<readonly TicketAddressRecord[]> {
  const { rows } = await sql<TicketAddressRecord>`
    select distinct on (mailboxes.id) mailboxes.id as mailbox_id, ${isUsed} as is_used, proven_at from mailbox_addresses
    join mailboxes on mailboxes.tenant_id = mailbox_addresses.tenant_id and mailboxes.id = mailbox_addresses.mailbox_id
    where mailbox_addresses.tenant_id = ${ctx.tenantId} order by mailboxes.id, position`.execute(ctx.db);
  return rows;
}

/** True when that is news. */
export function noteTaken(ctx: Context, mailboxId: string, addresses: readonly string[]): Promise<boolean> {
  return note(ctx, mailboxId, addresses, 'taken_at');
}

/** True when that is news. */
export function noteProven(ctx: Context, mailboxId: string, addresses: readonly string[]): Promise<boolean> {
  return note(ctx, mailboxId, addresses, 'proven_at');
}

async function note(
  ctx: Context,
  mailboxId: string,
  addresses: readonly string[],
  column: 'taken_at' | 'proven_at',
): Promise<boolean> {
  const result = await ctx.db
    .updateTable('mailbox_addresses')
    .set({ [column]: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('mailbox_id', '=', mailboxId)
    .where(
      'address',
      'in',
      addresses.map((address) => address.toLowerCase()),
    )
    .where(column, 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

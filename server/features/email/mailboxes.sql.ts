import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

type Db = Context['db'];

export interface MailboxRecord {
  readonly id: string;
  readonly name: string;
  readonly department_id: string | null;
  readonly priority_id: string | null;
  readonly is_active: boolean;
  readonly ticket_address: string;
  readonly created_at: Date;
  readonly last_received_at: Date | null;
  readonly addresses: readonly string[];
}

/** All mailboxes in the order they were made, each with its addresses in order. */
export async function selectMailboxes(ctx: Context): Promise<readonly MailboxRecord[]> {
  const { rows } = await sql<MailboxRecord>`
    select id, name, department_id, priority_id, is_active, ticket_address, created_at, last_received_at,
      array(select address from mailbox_addresses
        where tenant_id = mailboxes.tenant_id and mailbox_id = mailboxes.id order by position) as addresses
    from mailboxes where tenant_id = ${ctx.tenantId} order by id`.execute(ctx.db);
  return rows;
}

export async function findMailbox(ctx: Context, id: string) {
  const { rows } = await sql<Selectable<DB['mailboxes']>>`/* prepared: find_mailbox */
    select * from mailboxes where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.db);
  return rows[0];
}

export interface MailboxValues {
  readonly name?: string | undefined;
  readonly department_id?: string | null | undefined;
  readonly priority_id?: string | null | undefined;
  readonly is_active?: boolean | undefined;
  readonly ticket_address?: string | undefined;
}

export async function insertMailbox(
  ctx: Context,
  id: string,
  values: MailboxValues & { name: string },
): Promise<void> {
  await ctx.db
    .insertInto('mailboxes')
    .values({ ...values, tenant_id: ctx.tenantId, id })
    .execute();
}

/** False when there is no such mailbox. An empty change is one too: it locks the row. */
export async function updateMailbox(ctx: Context, id: string, values: MailboxValues): Promise<boolean> {
  const result = await ctx.db
    .updateTable('mailboxes')
    .set({ ...values, id })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Gives a mailbox exactly these addresses. False, and nothing changed for those, when one belongs to another mailbox. */
export async function replaceAddresses(
  ctx: Context,
  mailboxId: string,
  addresses: readonly string[],
): Promise<boolean> {
  const { tenantId, db } = ctx;
  await sql`delete from mailbox_addresses where tenant_id = ${tenantId} and mailbox_id = ${mailboxId}
    and address <> all(${[...addresses]}::text[])`.execute(db);
  const written = await sql`
    insert into mailbox_addresses (address, tenant_id, mailbox_id, position)
    select address, ${tenantId}::uuid, ${mailboxId}::uuid, place
    from unnest(${[...addresses]}::text[]) with ordinality as given (address, place)
    on conflict (address) do update set position = excluded.position
      where mailbox_addresses.tenant_id = excluded.tenant_id and mailbox_addresses.mailbox_id = excluded.mailbox_id
    returning address`.execute(db);
  return written.rows.length === addresses.length;
}

/** The active mailbox of the first of these addresses that is one, of any tenant: an envelope names no tenant. */
export async function findByAddress(db: Db, addresses: readonly string[]) {
  const { rows } = await sql<{ tenant_id: string; mailbox_id: string }>`/* prepared: find_by_address */
    select mailbox_addresses.tenant_id, mailbox_id
    from unnest(${[...addresses]}::text[]) with ordinality as given (address, place)
    join mailbox_addresses on mailbox_addresses.address = given.address
    join mailboxes on mailboxes.tenant_id = mailbox_addresses.tenant_id and mailboxes.id = mailbox_id
    where mailboxes.is_active order by place limit 1`.execute(db);
  return rows[0];
}

/** Notes that mail came, once a minute at most. */
export async function noteReceived(ctx: Context, id: string, at: Date): Promise<void> {
  await sql`update mailboxes set last_received_at = ${at} where tenant_id = ${ctx.tenantId} and id = ${id}
    and (last_received_at is null or last_received_at < ${at}::timestamptz - interval '1 minute')`.execute(
    ctx.db,
  );
}

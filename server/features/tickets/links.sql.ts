import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface LinkRecord {
  readonly id: string;
  readonly number: number;
  readonly subject: string;
  readonly account_name: string | null;
}

/** The ticket that an id leads to now: what was merged leads on. */
export async function ticketNow(ctx: Context, id: string): Promise<LinkRecord | undefined> {
  const { rows } = await sql<LinkRecord>`
    select present.id, present.number, present.subject,
      (select name from accounts where accounts.tenant_id = ${ctx.tenantId} and accounts.id = present.account_id) as account_name
    from tickets as asked
    join tickets as present on present.tenant_id = ${ctx.tenantId} and present.id = coalesce(asked.merged_into_id, asked.id)
    where asked.tenant_id = ${ctx.tenantId} and asked.id = ${id}`.execute(ctx.db);
  return rows[0];
}

/** The ticket that the words of a ticket may belong to; null: none, or no longer. */
export async function setMaybe(ctx: Context, ticketId: string, maybeId: string | null): Promise<void> {
  await ctx.db
    .updateTable('tickets')
    .set({ maybe_id: maybeId })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', ticketId)
    .execute();
}

/** The same where nothing is suggested yet, and the ticket was not merged. False otherwise. */
export async function setFirstMaybe(ctx: Context, ticketId: string, maybeId: string): Promise<boolean> {
  const result = await ctx.db
    .updateTable('tickets')
    .set({ maybe_id: maybeId })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', ticketId)
    .where('maybe_id', 'is', null)
    .where('merged_into_id', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Other tickets of the same customer, those that are not closed first, then the newest; with `number`, the ticket of that
 * number before all. None that were merged: their number finds where they went.
 */
export async function otherTickets(
  ctx: Context,
  ticket: { readonly id: string; readonly account_id: string | null },
  number: number | null,
  limit: number,
): Promise<readonly string[]> {
  const { tenantId } = ctx;
  const { rows } = await sql<{ id: string }>`
    select id from (
      select 0 as rank, coalesce(merged_into_id, id) as id from tickets where tenant_id = ${tenantId} and number = ${number}::bigint
      union all
      select case when closed_at is null then 1 else 2 end, id from (
        select id, number, closed_at from tickets
        where tenant_id = ${tenantId} and account_id = ${ticket.account_id}::uuid and merged_into_id is null
        order by id desc limit 200
      ) as theirs where ${number}::bigint is null or number::text like ${`${number ?? ''}%`}
    ) as other
    where id <> ${ticket.id}
    group by id order by min(rank), id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

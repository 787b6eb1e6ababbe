import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface AcknowledgementRecord {
  readonly name: string;
  readonly acknowledges_since: Date | null;
  readonly acknowledgement_he: string | null;
  readonly acknowledgement_en: string | null;
  readonly acknowledgement_hours: number;
  /** Of the mailbox: what an acknowledgement is sent from. */
  readonly address: string | null;
}

export async function findAcknowledgement(
  ctx: Context,
  mailboxId: string,
): Promise<AcknowledgementRecord | undefined> {
  const { rows } = await sql<AcknowledgementRecord>`
    select name, acknowledges_since, acknowledgement_he, acknowledgement_en, acknowledgement_hours,
      (select address from mailbox_addresses where tenant_id = mailboxes.tenant_id and mailbox_id = mailboxes.id
        order by position limit 1) as address
    from mailboxes where tenant_id = ${ctx.tenantId} and id = ${mailboxId}`.execute(ctx.db);
  return rows[0];
}

/** False when there is no such mailbox. Switched on again, it begins anew; changed while it is on, it goes on. */
export async function updateAcknowledgement(
  ctx: Context,
  mailboxId: string,
  given: { isOn: boolean; he: string | null; en: string | null; hours: number },
): Promise<boolean> {
  const result = await ctx.db
    .updateTable('mailboxes')
    .set({
      acknowledges_since: given.isOn ? sql`coalesce(acknowledges_since, ${ctx.now()}::timestamptz)` : null,
      acknowledgement_he: given.he,
      acknowledgement_en: given.en,
      acknowledgement_hours: given.hours,
    })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', mailboxId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Whether one of these is an address of a mailbox, of any tenant. */
export async function areOurs(ctx: Context, addresses: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select 1 from mailbox_addresses
    where address = any(${[...addresses]}::text[]) limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/** Takes the address's turn in the window; false when it had it, also by another process just now. */
export async function takeTurn(ctx: Context, address: string, windowHours: number): Promise<boolean> {
  const at = ctx.now();
  const before = new Date(at.getTime() - windowHours * 3_600_000);
  const { rows } = await sql`
    insert into acknowledgements (tenant_id, address, at) values (${ctx.tenantId}, ${address}, ${at})
    on conflict (tenant_id, address) do update set at = excluded.at where acknowledgements.at <= ${before}
    returning 1`.execute(ctx.db);
  return rows.length > 0;
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { HistoryRow } from './history.ts';

/** The history as it was read now, in place of what was known. */
export async function replaceHistory(
  ctx: Context,
  mailboxId: string,
  rows: readonly HistoryRow[],
): Promise<void> {
  const { tenantId, db } = ctx;
  await sql`delete from mailbox_history where tenant_id = ${tenantId} and mailbox_id = ${mailboxId}`.execute(
    db,
  );
  await sql`insert into mailbox_history (tenant_id, mailbox_id, folder, uidvalidity, uid, conversation, received_at,
      from_name, from_address, subject, answered_at)
    select ${tenantId}::uuid, ${mailboxId}::uuid, row.* from json_to_recordset(${JSON.stringify(rows)}::json)
      as row(folder text, uidvalidity bigint, uid bigint, conversation text, received_at timestamptz,
        from_name text, from_address text, subject text, answered_at timestamptz)`.execute(db);
  await sql`update mailbox_connections set history_read_at = ${ctx.now()}
    where tenant_id = ${tenantId} and mailbox_id = ${mailboxId}`.execute(db);
}

export interface Inquiry {
  readonly from_name: string;
  readonly from_address: string;
  readonly subject: string;
  readonly received_at: Date;
  readonly mails: number;
  readonly is_junk: boolean;
  readonly is_answered: boolean;
}

/** One row for each inquiry: its newest mail, and whether that was answered. Newest first. */
export async function selectInquiries(ctx: Context, mailboxId: string): Promise<readonly Inquiry[]> {
  const { rows } = await sql<Inquiry>`
    select distinct on (history.conversation) history.from_name, history.from_address, history.subject,
      history.received_at, count(*) over (partition by history.conversation)::int as mails,
      folder.role = 'junk' as is_junk, history.answered_at is not null as is_answered
    from mailbox_history as history
    join mailbox_folders as folder on folder.tenant_id = history.tenant_id and folder.mailbox_id = history.mailbox_id
      and folder.path = history.folder
    where history.tenant_id = ${ctx.tenantId} and history.mailbox_id = ${mailboxId}
    order by history.conversation, history.received_at desc, history.uid desc`.execute(ctx.db);
  return rows.toSorted((one, other) => other.received_at.getTime() - one.received_at.getTime());
}

/** The mails of inquiries that were never answered are wanted; junk stays where it is. */
export async function wantUnanswered(ctx: Context, mailboxId: string): Promise<void> {
  await sql`update mailbox_history as history set is_wanted = true from mailbox_folders as folder
    where history.tenant_id = ${ctx.tenantId} and history.mailbox_id = ${mailboxId} and history.answered_at is null
      and folder.tenant_id = history.tenant_id and folder.mailbox_id = history.mailbox_id
      and folder.path = history.folder and folder.role <> 'junk'`.execute(ctx.db);
}

/** UIDs of old mail that is wanted and was not taken yet. */
export async function wantedIn(
  ctx: Context,
  { mailboxId, folder, uidvalidity }: { mailboxId: string; folder: string; uidvalidity: number },
): Promise<number[]> {
  const { rows } = await sql<{ uid: number }>`
    select uid from mailbox_history as history
    where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId} and folder = ${folder}
      and uidvalidity = ${uidvalidity} and is_wanted
      and not exists (select from mailbox_sightings as sighting
        where sighting.tenant_id = history.tenant_id and sighting.mailbox_id = history.mailbox_id
          and sighting.folder = history.folder and sighting.uidvalidity = history.uidvalidity
          and sighting.uid = history.uid)
    order by uid`.execute(ctx.db);
  return rows.map(({ uid }) => uid);
}

/** Gone before they were taken: wanted no more. */
export async function unwant(
  ctx: Context,
  { mailboxId, folder, uidvalidity }: { mailboxId: string; folder: string; uidvalidity: number },
  uids: readonly number[],
): Promise<void> {
  await sql`update mailbox_history set is_wanted = false
    where tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId} and folder = ${folder}
      and uidvalidity = ${uidvalidity} and uid = any(${[...uids]}::bigint[])`.execute(ctx.db);
}

/** It is to be read again. */
export async function forgetHistory(ctx: Context, mailboxId: string): Promise<void> {
  await ctx.db
    .updateTable('mailbox_connections')
    .set({ history_read_at: null })
    .where('tenant_id', '=', ctx.tenantId)
    .where('mailbox_id', '=', mailboxId)
    .execute();
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { FolderOf } from './sightings.sql.ts';

export interface ReconciliationRecord {
  readonly id: string;
  readonly mailbox_id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly account: unknown;
  readonly progress: unknown;
  readonly problem: string | null;
}

export async function insertReconciliation(ctx: Context, id: string, mailboxId: string): Promise<void> {
  await ctx.db
    .insertInto('mailbox_reconciliations')
    .values({ tenant_id: ctx.tenantId, id, mailbox_id: mailboxId, started_at: ctx.now() })
    .execute();
}

/** How far it is, for those who wait. */
export async function noteProgress(ctx: Context, id: string, progress: object): Promise<void> {
  await ctx.db
    .updateTable('mailbox_reconciliations')
    .set({ progress: JSON.stringify(progress) })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** The newest sweep of each mailbox; `isWhole`: of those that could be finished. */
export async function newestReconciliations(ctx: Context, isWhole: boolean): Promise<ReconciliationRecord[]> {
  const { rows } = await sql<ReconciliationRecord>`
    select newest.* from mailboxes
    join lateral (
      select * from mailbox_reconciliations as run
      where run.tenant_id = mailboxes.tenant_id and run.mailbox_id = mailboxes.id
        and (not ${isWhole}::boolean or run.account is not null)
      order by run.id desc limit 1) as newest on true
    where mailboxes.tenant_id = ${ctx.tenantId}`.execute(ctx.db);
  return rows;
}

export async function endReconciliation(
  ctx: Context,
  id: string,
  outcome: { account: object } | { problem: string },
): Promise<void> {
  const found = 'account' in outcome ? { account: JSON.stringify(outcome.account) } : outcome;
  await ctx.db
    .updateTable('mailbox_reconciliations')
    .set({ ...found, ended_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** Newest first; of all mailboxes, or of one. */
export function selectReconciliations(
  ctx: Context,
  by: { mailboxId: string } | { id: string },
  limit: number,
): Promise<ReconciliationRecord[]> {
  const query = ctx.db
    .selectFrom('mailbox_reconciliations')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('id', 'desc')
    .limit(limit);
  return (
    'id' in by ? query.where('id', '=', by.id) : query.where('mailbox_id', '=', by.mailboxId)
  ).execute();
}

/** Connected mailboxes at work whose last sweep began before `before`, or that had none. */
export async function mailboxesToSweep(ctx: Context, before: Date): Promise<string[]> {
  const { rows } = await sql<{ mailbox_id: string }>`
    select mailbox_id from mailbox_connections as connection
    where tenant_id = ${ctx.tenantId} and mode = 'work' and connected_at < ${before} and not exists (
      select from mailbox_reconciliations as run
      where run.tenant_id = connection.tenant_id and run.mailbox_id = connection.mailbox_id and started_at >= ${before})
      `.execute(ctx.db);
  return rows.map((row) => row.mailbox_id);
}

export interface Counted {
  readonly state: string;
  readonly is_reply: boolean;
  readonly many: number;
}

/** Its message is not the ticket's first. */
const isReply = sql<boolean>`exists (select from messages as earlier where earlier.tenant_id = intake.tenant_id
  and earlier.ticket_id = intake.ticket_id and earlier.id < intake.message_id)`;
const sighted = (ctx: Context, { mailboxId, folder, uidvalidity }: FolderOf, uids: readonly number[]) => sql`
  from unnest(${[...uids]}::bigint[]) as present (uid)
  join mailbox_sightings as sighting on sighting.tenant_id = ${ctx.tenantId} and sighting.mailbox_id = ${mailboxId}
    and sighting.folder = ${folder} and sighting.uidvalidity = ${uidvalidity} and sighting.uid = present.uid
  join intake on intake.tenant_id = sighting.tenant_id and intake.id = sighting.intake_id`;

/** What became of the mails that lie at these UIDs. */
export async function statesAt(ctx: Context, where: FolderOf, uids: readonly number[]): Promise<Counted[]> {
  const { rows } = await sql<Counted>`select intake.state, ${isReply} as is_reply, count(*)::int as many
    ${sighted(ctx, where, uids)} group by 1, 2`.execute(ctx.db);
  return rows;
}

/** The same by the day on which they reached the mailbox, from `since` on. */
export async function daysAt(
  ctx: Context,
  where: FolderOf,
  uids: readonly number[],
  { since, timezone }: { since: Date; timezone: string },
): Promise<(Counted & { day: string })[]> {
  const { rows } = await sql<Counted & { day: string }>`
    select to_char(intake.received_at at time zone ${timezone}, 'YYYY-MM-DD') as day, intake.state, ${isReply} as is_reply,
      count(*)::int as many
    ${sighted(ctx, where, uids)} where intake.received_at >= ${since} group by 1, 2, 3`.execute(ctx.db);
  return rows;
}

/** How many UIDs of the range were seen at some time, whether they are there now or not. */
export async function sightingsIn(
  ctx: Context,
  where: FolderOf,
  from: number,
  to: number,
): Promise<number[]> {
  const { rows } = await sql<{ uid: number }>`select uid from mailbox_sightings
    where tenant_id = ${ctx.tenantId} and mailbox_id = ${where.mailboxId} and folder = ${where.folder}
      and uidvalidity = ${where.uidvalidity} and uid between ${from} and ${to}`.execute(ctx.db);
  return rows.map((row) => row.uid);
}

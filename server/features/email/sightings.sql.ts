import { sql } from 'kysely';
import type { Context } from '../../context.ts';

type Db = Context['db'];

/** Where a mail lies in its mailbox. */
export interface Place {
  readonly tenant_id: string;
  readonly mailbox_id: string;
  readonly folder: string;
  readonly uidvalidity: number;
  readonly uid: number;
}

export interface Sighting extends Place {
  readonly intake_id: string;
  readonly seen_at: string;
  readonly is_marked: boolean;
}

const placeColumns = 'tenant_id uuid, mailbox_id uuid, folder text, uidvalidity bigint, uid bigint';
const rowsOf = (places: readonly object[]) => JSON.stringify(places);

/** Of these places those that have a sighting, by their place in the list: the row that lies there. */
export async function sightedAt(db: Db, places: readonly Place[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ at: number; intake_id: string }>`
    select (place.at - 1)::int as at, sighting.intake_id
    from rows from (json_to_recordset(${rowsOf(places)}::json) as (${sql.raw(placeColumns)}))
      with ordinality as place (tenant_id, mailbox_id, folder, uidvalidity, uid, at)
    join mailbox_sightings as sighting using (tenant_id, mailbox_id, folder, uidvalidity, uid)`.execute(db);
  return new Map(rows.map((row) => [row.at, row.intake_id]));
}

/**
 * Of these rows, each with a place, those that lie at another UID of the same folder under the same UIDVALIDITY and are not
 * known to be gone from there: by their place in the list, that UID.
 */
export async function copiesIn(
  db: Db,
  placed: readonly (Place & { readonly intake_id: string })[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ at: number; uid: number }>`
    select (place.at - 1)::int as at, min(sighting.uid)::bigint as uid
    from rows from (json_to_recordset(${rowsOf(placed)}::json) as (${sql.raw(placeColumns)}, intake_id uuid))
      with ordinality as place (tenant_id, mailbox_id, folder, uidvalidity, uid, intake_id, at)
    join mailbox_sightings as sighting on sighting.tenant_id = place.tenant_id and sighting.intake_id = place.intake_id
      and sighting.mailbox_id = place.mailbox_id and sighting.folder = place.folder
      and sighting.uidvalidity = place.uidvalidity and sighting.uid <> place.uid and sighting.gone_at is null
    group by place.at`.execute(db);
  return new Map(rows.map((row) => [row.at, row.uid]));
}

export async function insertSightings(db: Db, sightings: readonly Sighting[]): Promise<void> {
  await sql`insert into mailbox_sightings (tenant_id, mailbox_id, folder, uidvalidity, uid, intake_id, seen_at, is_marked)
    select tenant_id, mailbox_id, folder, uidvalidity, uid, intake_id, seen_at, is_marked
    from json_to_recordset(${rowsOf(sightings)}::json)
      as sighting(${sql.raw(placeColumns)}, intake_id uuid, seen_at timestamptz, is_marked boolean)
    on conflict do nothing`.execute(db);
}

export interface FolderOf {
  readonly mailboxId: string;
  readonly folder: string;
  readonly uidvalidity: number;
}

const inFolder = (ctx: Context, { mailboxId, folder, uidvalidity }: FolderOf) =>
  sql`tenant_id = ${ctx.tenantId} and mailbox_id = ${mailboxId} and folder = ${folder} and uidvalidity = ${uidvalidity}`;

/** Of these UIDs those that have no sighting yet, in order. */
export async function unsighted(ctx: Context, where: FolderOf, uids: readonly number[]): Promise<number[]> {
  if (uids.length === 0) return [];
  const { rows } = await sql<{ uid: number }>`
    select uid from unnest(${[...uids]}::bigint[]) as given (uid)
    where not exists (select from mailbox_sightings where ${inFolder(ctx, where)} and mailbox_sightings.uid = given.uid)
    order by uid`.execute(ctx.db);
  return rows.map(({ uid }) => uid);
}

/** UIDs that were taken and not yet marked as the mailbox's settings say; at most `limit`. */
export async function unmarkedIn(ctx: Context, where: FolderOf, limit: number): Promise<number[]> {
  const { rows } = await sql<{ uid: number }>`select uid from mailbox_sightings
    where ${inFolder(ctx, where)} and not is_marked and gone_at is null order by uid limit ${limit}`.execute(
    ctx.db,
  );
  return rows.map(({ uid }) => uid);
}

/** `isGone`: they were moved away. */
export async function noteMarked(
  ctx: Context,
  where: FolderOf,
  uids: readonly number[],
  isGone: boolean,
): Promise<void> {
  await sql`update mailbox_sightings set is_marked = true, gone_at = case when ${isGone} then ${ctx.now()} else gone_at end
    where ${inFolder(ctx, where)} and uid = any(${[...uids]}::bigint[])`.execute(ctx.db);
}

/** The server says that these are gone. */
export async function noteGone(ctx: Context, where: FolderOf, uids: readonly number[]): Promise<void> {
  if (uids.length === 0) return;
  await sql`update mailbox_sightings set gone_at = ${ctx.now()}
    where ${inFolder(ctx, where)} and uid = any(${[...uids]}::bigint[]) and gone_at is null`.execute(ctx.db);
}

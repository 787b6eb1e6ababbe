import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';
import { firstIdAt } from '../../database/uuid.ts';

export interface RejectedBody {
  readonly id: string;
  readonly source: string;
  /** Null: in the file store. */
  readonly raw: Buffer | null;
  readonly rawSha256: Buffer;
  readonly rawBytes: number;
  readonly mediaType: string;
  readonly reason: string;
  readonly title: string | null;
  readonly sender: string | null;
}

export async function insertRejected(ctx: Context, body: RejectedBody): Promise<void> {
  const now = ctx.now();
  await ctx.db
    .insertInto('intake')
    .values({
      tenant_id: ctx.tenantId,
      id: body.id,
      channel: 'api',
      source: body.source,
      external_key: body.id,
      state: 'rejected',
      received_at: now,
      settled_at: now,
      raw: body.raw,
      raw_sha256: body.rawSha256,
      raw_bytes: body.rawBytes,
      media_type: body.mediaType,
      reason: body.reason,
      title: body.title,
      sender: body.sender,
    })
    .execute();
}

export interface SettledRow {
  readonly id: string;
  readonly channel: string;
  readonly source: string;
  readonly external_key: string;
  readonly received_at: Date;
  readonly raw: Buffer;
  readonly raw_sha256: Buffer;
  readonly media_type: string;
  readonly title: string;
  readonly ticket_id: string;
  readonly message_id: string;
}

/** A row of a thing whose message was written in the same transaction; false when its key is known. */
export async function insertSettled(ctx: Context, row: SettledRow): Promise<boolean> {
  const settled = {
    tenant_id: ctx.tenantId,
    state: 'ticket',
    settled_at: row.received_at,
    raw_bytes: row.raw.length,
  };
  const result = await ctx.db
    .insertInto('intake')
    .values({ ...row, ...settled })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'channel', 'source', 'external_key']).doNothing(),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export function findByKey(ctx: Context, channel: string, source: string, externalKey: string) {
  return ctx.db
    .selectFrom('intake')
    .select(['id', 'ticket_id', 'message_id', 'raw_sha256'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('channel', '=', channel)
    .where('source', '=', source)
    .where('external_key', '=', externalKey)
    .executeTakeFirst();
}

/** The ticket's number is looked up for each row by itself, not by a join, as in selectTickets. */
/** The row with its raw bytes, locked when `isLocked` says so. */
export function findRaw(ctx: Context, id: string, isLocked = false) {
  const query = ctx.db
    .selectFrom('intake')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id);
  return (isLocked ? query.forUpdate() : query).executeTakeFirst();
}

export interface Settlement {
  readonly state: 'pending' | 'ticket' | 'duplicate' | 'ignored' | 'quarantined';
  readonly settled_at: Date | null;
  readonly ticket_id?: string | null;
  readonly message_id?: string | null;
  readonly title?: string | null;
  readonly sender?: string | null;
  readonly reason?: string | null;
  readonly error?: string | null;
  readonly content_key?: Buffer | null;
  readonly duplicate_of?: string;
}

/** Changes the state of a row that is in one of `from`; false when it was in none. */
export async function settleRow(
  ctx: Context,
  id: string,
  from: readonly string[],
  settlement: Settlement,
): Promise<boolean> {
  const result = await ctx.db
    .updateTable('intake')
    .set({ ...settlement, ignored_from: null })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Sets aside what waits for a decision, and keeps what it was. False when it does not wait. */
export async function ignoreRow(ctx: Context, id: string, reason: string): Promise<boolean> {
  const { rows } =
    await sql`update intake set state = 'ignored', settled_at = ${ctx.now()}, reason = ${reason}, error = null,
      ignored_from = jsonb_build_object('state', state, 'reason', reason, 'error', error,
        'settled_at', settled_at)
    where tenant_id = ${ctx.tenantId} and id = ${id} and state in ('quarantined', 'rejected') returning id`.execute(
      ctx.db,
    );
  return rows.length > 0;
}

/** The opposite. False when it is not set aside, or not by a person. */
export async function unignoreRow(ctx: Context, id: string): Promise<boolean> {
  const { rows } =
    await sql`update intake set state = ignored_from ->> 'state', reason = ignored_from ->> 'reason',
      error = ignored_from ->> 'error', settled_at = (ignored_from ->> 'settled_at')::timestamptz, ignored_from = null
    where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'ignored' and ignored_from is not null returning id`.execute(
      ctx.db,
    );
  return rows.length > 0;
}

/** The row that became a ticket with this content; null when none did. */
export async function findByContent(ctx: Context, contentKey: Buffer): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`/* prepared: find_by_content */
    select id from intake where tenant_id = ${ctx.tenantId} and content_key = ${contentKey} and state = 'ticket'`.execute(
    ctx.db,
  );
  return rows[0]?.id ?? null;
}

/** Whether a write failed because another row became a ticket with the same content meanwhile. */
export function isContentTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'intake_once_per_content';
}

/** What the ledger shows of a row that waits. */
export async function nameRow(ctx: Context, id: string, title: string): Promise<void> {
  await ctx.db
    .updateTable('intake')
    .set({ title: title.slice(0, 200) })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** A person asked for it: rules that ignore things pass it over. */
export async function noteWanted(ctx: Context, id: string): Promise<void> {
  await sql`update intake set envelope = envelope || '{"is_wanted": true}'
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.db);
}

/** Begins an attempt at each of these that still waits; answers their rows. */
export async function countAttempts(
  db: Context['db'],
  items: readonly { readonly tenantId: string; readonly id: string }[],
): Promise<readonly Selectable<DB['intake']>[]> {
  const { rows } = await sql<Selectable<DB['intake']>>`/* prepared: count_attempts */
    update intake set attempts = attempts + 1
    from unnest(${items.map(({ tenantId }) => tenantId)}::uuid[], ${items.map(({ id }) => id)}::uuid[]) as asked (tenant_id, id)
    where intake.tenant_id = asked.tenant_id and intake.id = asked.id and intake.state = 'pending'
    returning intake.*`.execute(db);
  return rows;
}

/** Rows that wait longer than `lateMs`, by when they were written (a mail may have lain in its mailbox before): their job was lost. */
export function lateRows(ctx: Context, lateMs: number, limit: number) {
  return (
    ctx.db
      .selectFrom('intake')
      .select('id')
      .where('tenant_id', '=', ctx.tenantId)
      .where('state', '=', 'pending')
      // A call waits for its end, or for somebody to say what it was; it has no job.
      .where(sql<boolean>`not jsonb_exists(envelope, 'call')`)
      .where('id', '<', firstIdAt(new Date(ctx.now().getTime() - lateMs)))
      .orderBy('id')
      .limit(limit)
      .execute()
  );
}

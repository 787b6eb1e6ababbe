import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

type CallColumns = Selectable<DB['calls']>;

/** What the events of a call come to, as its row keeps it. */
export type CallValues = Pick<
  CallColumns,
  | 'direction'
  | 'from_value'
  | 'from_shown'
  | 'to_value'
  | 'to_shown'
  | 'party'
  | 'queue'
  | 'state'
  | 'result'
  | 'is_blocked'
  | 'user_id'
  | 'answered_by'
  | 'ringing'
  | 'account_id'
  | 'waiting_seconds'
  | 'talking_seconds'
  | 'started_at'
  | 'answered_at'
  | 'ended_at'
  | 'recording_url'
  | 'ivr_path'
  | 'is_test'
> & { readonly custom: string };

export interface LedgerCall {
  readonly intakeId: string;
  readonly connectionId: string;
  readonly callKey: string;
  readonly startedAt: Date;
  readonly raw: Buffer;
  readonly rawSha256: Buffer;
  readonly mediaType: string;
  readonly sender: string | null;
}

function selectCallOf(ctx: Context, connectionId: string, callKey: string) {
  return ctx.db
    .selectFrom('calls')
    .select(['id', 'intake_id', 'account_id', 'started_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('connection_id', '=', connectionId)
    .where('call_key', '=', callKey);
}

/** The call of a journey; undefined when nothing of it is known. */
export function findCallOf(ctx: Context, connectionId: string, callKey: string) {
  return selectCallOf(ctx, connectionId, callKey).executeTakeFirst();
}

/** The same, locked. */
export function lockCallOf(ctx: Context, connectionId: string, callKey: string) {
  return selectCallOf(ctx, connectionId, callKey).forUpdate().executeTakeFirst();
}

/** The journey of which this id is a part: events of it are kept under that id. Of calls that began since then, the newest. */
export async function keyOfWhole(
  ctx: Context,
  connectionId: string,
  part: string,
  since: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ call_key: string }>`
    select call_key from calls
    where tenant_id = ${ctx.tenantId} and connection_id = ${connectionId} and started_at >= ${since}
      and exists (select from call_events as told where told.tenant_id = ${ctx.tenantId} and told.call_id = calls.id
        and starts_with(told.event_key, ${`${part} `}))
    order by started_at desc, id desc limit 1`.execute(ctx.db);
  return rows[0]?.call_key;
}

/** The ledger row of a new call; false when another process wrote it meanwhile: then its call is there too. */
export async function insertLedgerRow(ctx: Context, call: LedgerCall): Promise<boolean> {
  const result = await ctx.db
    .insertInto('intake')
    .values({
      tenant_id: ctx.tenantId,
      id: call.intakeId,
      channel: 'phone',
      source: call.connectionId,
      external_key: call.callKey,
      state: 'pending',
      received_at: call.startedAt,
      raw: call.raw,
      raw_sha256: call.rawSha256,
      raw_bytes: call.raw.length,
      media_type: call.mediaType,
      envelope: JSON.stringify({ call: call.callKey }),
      sender: call.sender,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'channel', 'source', 'external_key']).doNothing(),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The call began before we heard of it: it belongs to the day on which it began. */
export async function beginEarlier(ctx: Context, intakeId: string, at: Date): Promise<void> {
  await ctx.db
    .updateTable('intake')
    .set({ received_at: at })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', intakeId)
    .where('received_at', '>', at)
    .execute();
}

export async function insertCall(
  ctx: Context,
  row: CallValues & {
    readonly id: string;
    readonly connection_id: string;
    readonly call_key: string;
    readonly intake_id: string;
    readonly is_pulled: boolean;
  },
): Promise<void> {
  await ctx.db
    .insertInto('calls')
    .values({ ...row, tenant_id: ctx.tenantId, created_at: ctx.now() })
    .execute();
}

export async function updateCall(
  ctx: Context,
  id: string,
  values: Partial<CallValues> & { readonly is_unbooked?: boolean },
): Promise<void> {
  await ctx.db
    .updateTable('calls')
    .set(values)
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

export interface NewEvent {
  readonly key: string;
  readonly event: object;
  /** Null: the bytes of the ledger row. */
  readonly raw: Buffer | null;
  readonly receivedAt: Date;
}

/** Answers how many were new. */
export async function insertEvents(
  ctx: Context,
  callId: string,
  events: readonly NewEvent[],
): Promise<number> {
  const rows = events.map(({ key, event, raw, receivedAt }) => ({
    tenant_id: ctx.tenantId,
    call_id: callId,
    event_key: key,
    event: JSON.stringify(event),
    raw,
    received_at: receivedAt,
  }));
  const result = await ctx.db
    .insertInto('call_events')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

/** What could not be read: kept once for its key, and can be tried again; true when it is new. */
export async function insertQuarantined(
  ctx: Context,
  item: {
    readonly id: string;
    readonly connectionId: string;
    readonly externalKey: string;
    readonly raw: Buffer;
    readonly rawSha256: Buffer;
    readonly mediaType: string;
    readonly envelope: object;
    readonly error: string;
  },
): Promise<boolean> {
  const now = ctx.now();
  const result = await ctx.db
    .insertInto('intake')
    .values({
      tenant_id: ctx.tenantId,
      id: item.id,
      channel: 'phone',
      source: item.connectionId,
      external_key: item.externalKey,
      state: 'quarantined',
      received_at: now,
      settled_at: now,
      raw: item.raw,
      raw_sha256: item.rawSha256,
      raw_bytes: item.raw.length,
      media_type: item.mediaType,
      envelope: JSON.stringify(item.envelope),
      error: item.error,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'channel', 'source', 'external_key']).doNothing(),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export interface SilentSince {
  readonly ringing: Date;
  readonly answered: Date;
  /** Answered, and then whoever spoke hung up. */
  readonly hungUp: Date;
  readonly test: Date;
}

export interface SilentCall {
  readonly id: string;
  readonly connection_id: string;
  readonly call_key: string;
  readonly started_at: Date;
  readonly told_at: Date;
}

/** Calls that run as far as we know, and of which nobody told more since then; a page of them, behind the last one. */
export async function silentCalls(
  ctx: Context,
  since: SilentSince,
  last: SilentCall | null,
  limit: number,
): Promise<SilentCall[]> {
  const { rows } = await sql<SilentCall>`
    select calls.id, calls.connection_id, calls.call_key, calls.started_at, told.at as told_at
    from calls
    cross join lateral (select received_at as at, event->>'kind' as kind from call_events
      where call_events.tenant_id = calls.tenant_id and call_events.call_id = calls.id
      order by received_at desc limit 1) as told
    where calls.tenant_id = ${ctx.tenantId} and calls.state <> 'ended'
      and told.at < case when is_test then ${since.test}::timestamptz when state = 'ringing' then ${since.ringing}::timestamptz
        when told.kind = 'ended' then ${since.hungUp}::timestamptz else ${since.answered}::timestamptz end
      and (${last === null} or (calls.started_at, calls.id) > (${last?.started_at ?? null}::timestamptz, ${last?.id ?? null}::uuid))
    order by calls.started_at, calls.id limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function ledgerRowOf(ctx: Context, callId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('calls')
    .select('intake_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', callId)
    .executeTakeFirstOrThrow();
  return row.intake_id;
}

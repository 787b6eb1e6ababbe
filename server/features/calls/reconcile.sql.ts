import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

export type RunRecord = Selectable<DB['phone_reconciliations']>;
type SessionRecord = Selectable<DB['phone_sessions']>;

export interface NewRun {
  readonly id: string;
  readonly connection_id: string;
  readonly source: 'log' | 'file';
  readonly since?: Date;
  readonly until?: Date;
  readonly file_sha256?: Buffer;
  readonly settings?: object;
}

export async function insertRun(ctx: Context, { settings = {}, ...run }: NewRun): Promise<void> {
  await ctx.db
    .insertInto('phone_reconciliations')
    .values({
      ...run,
      settings: JSON.stringify(settings),
      tenant_id: ctx.tenantId,
      started_at: ctx.now(),
    })
    .execute();
}

/** How far it is, for those who wait. */
export async function noteRunProgress(ctx: Context, id: string, progress: object): Promise<void> {
  await ctx.db
    .updateTable('phone_reconciliations')
    .set({ progress: JSON.stringify(progress) })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

export async function endRun(
  ctx: Context,
  id: string,
  outcome: { account: object } | { problem: string },
): Promise<void> {
  const found = 'account' in outcome ? { account: JSON.stringify(outcome.account) } : outcome;
  await ctx.db
    .updateTable('phone_reconciliations')
    .set({ ...found, ended_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** Newest first. */
export function selectRuns(
  ctx: Context,
  by: { connectionId: string } | { id: string },
  limit: number,
): Promise<RunRecord[]> {
  const query = ctx.db
    .selectFrom('phone_reconciliations')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('id', 'desc')
    .limit(limit);
  return (
    'id' in by ? query.where('id', '=', by.id) : query.where('connection_id', '=', by.connectionId)
  ).execute();
}

/** The newest run of each connection; `isWhole`: of those that could be finished. */
export async function newestRuns(ctx: Context, isWhole: boolean): Promise<RunRecord[]> {
  const { rows } = await sql<RunRecord>`
    select newest.* from phone_connections as connection
    join lateral (
      select * from phone_reconciliations as run
      where run.tenant_id = connection.tenant_id and run.connection_id = connection.id
        and (not ${isWhole}::boolean or run.account is not null)
      order by run.id desc limit 1) as newest on true
    where connection.tenant_id = ${ctx.tenantId}`.execute(ctx.db);
  return rows;
}

/** Connections with records to ask for, without a run since `before`; one that could not be finished counts since `again` only. */
export async function connectionsToCompare(ctx: Context, before: Date, again: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from phone_connections as connection
    where tenant_id = ${ctx.tenantId} and is_active and provider in ('voicenter', 'twilio') and secret is not null
      and created_at < ${before} and not exists (
        select from phone_reconciliations as run
        where run.tenant_id = connection.tenant_id and run.connection_id = connection.id and source = 'log'
          and started_at >= case when account is null then greatest(${before}::timestamptz, ${again}::timestamptz)
            else ${before}::timestamptz end)`.execute(ctx.db);
  return rows.map((row) => row.id);
}

interface KnownCall {
  readonly call_key: string;
  readonly is_pulled: boolean;
  /** The keys of its events. */
  readonly told: string[];
}

/** Of these journeys, those that are calls. */
export async function knownCalls(
  ctx: Context,
  connectionId: string,
  callKeys: readonly string[],
): Promise<KnownCall[]> {
  const { rows } = await sql<KnownCall>`
    select call_key, is_pulled, array(
      select event_key from call_events as told where told.tenant_id = calls.tenant_id and told.call_id = calls.id) as told
    from calls where tenant_id = ${ctx.tenantId} and connection_id = ${connectionId}
      and call_key = any(${[...callKeys]}::text[])`.execute(ctx.db);
  return rows;
}

/** So much later than at the exchange a call may reach us. */
const marginSeconds = 60;

/**
 * Marks calls that ended within the window and that no record of the exchange's own has told of, now or ever; what was found since
 * is taken off by taking its record. Answers those that are marked.
 */
export async function markUnbooked(
  ctx: Context,
  connectionId: string,
  { since, until }: { readonly since: Date; readonly until: Date },
  except: readonly string[],
): Promise<{ started_at: Date; queue: string | null }[]> {
  const { rows } = await sql<{ started_at: Date; queue: string | null }>`
    update calls set is_unbooked = true
    where tenant_id = ${ctx.tenantId} and connection_id = ${connectionId} and state = 'ended' and not is_test and not is_pulled
      and started_at >= ${since}::timestamptz + make_interval(secs => ${marginSeconds})
      and ended_at <= ${until}::timestamptz - make_interval(secs => ${marginSeconds})
      and call_key <> all(${[...except]}::text[])
      and not exists (
        select from call_events as told where told.tenant_id = ${ctx.tenantId} and told.call_id = calls.id
          and (told.event->>'isPulled')::boolean)
    returning started_at, queue`.execute(ctx.db);
  return rows;
}

/** Of these ids, those of parts of a journey that was told under another id. */
export async function knownParts(
  ctx: Context,
  connectionId: string,
  ids: readonly string[],
): Promise<{ id: string; is_pulled: boolean }[]> {
  const { rows } = await sql<{ id: string; is_pulled: boolean }>`
    select distinct substr(told.event_key, 5) as id, calls.is_pulled
    from call_events as told join calls on calls.tenant_id = told.tenant_id and calls.id = told.call_id
    where told.tenant_id = ${ctx.tenantId} and told.event_key like 'cdr %'
      and told.event_key = any(${ids.map((id) => `cdr ${id}`)}::text[]) and calls.connection_id = ${connectionId}`.execute(
    ctx.db,
  );
  return rows;
}

export function selectSessions(ctx: Context): Promise<SessionRecord[]> {
  return ctx.db.selectFrom('phone_sessions').selectAll().where('tenant_id', '=', ctx.tenantId).execute();
}

/** True when it is another state than before. */
export async function noteSession(
  ctx: Context,
  connectionId: string,
  state: { isConnected: boolean; problem: string | null; said: string | null },
): Promise<boolean> {
  const { rows } = await sql<{ since: Date }>`
    insert into phone_sessions (tenant_id, connection_id, is_connected, since, problem, said)
    values (${ctx.tenantId}, ${connectionId}, ${state.isConnected}, ${ctx.now()}, ${state.problem}, ${state.said})
    on conflict (tenant_id, connection_id) do update
      set is_connected = excluded.is_connected, problem = excluded.problem, said = excluded.said,
        since = case when phone_sessions.is_connected = excluded.is_connected then phone_sessions.since else excluded.since end
      where (phone_sessions.is_connected, phone_sessions.problem) is distinct from (excluded.is_connected, excluded.problem)
    returning since`.execute(ctx.db);
  return rows.length > 0;
}

import type { BodyOf, QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { instantOfLocal } from '../../../shared/local-time.ts';
import type { PhoneProvider } from '../../../shared/phone-connections.ts';
import {
  type ComparedExchange,
  cdrFileLimit,
  type importCalls,
  type PhoneReconciliation,
  type reconcileExchange,
} from '../../../shared/phone-reconciliations.ts';
import { type Context, inTransaction, type Means, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { dayOf } from './compare.service.ts';
import { requireConnection, timezoneOf } from './connections.service.ts';
import { selectConnections } from './connections.sql.ts';
import {
  connectionsToCompare,
  insertRun,
  type NewRun,
  newestRuns,
  type RunRecord,
  selectRuns,
  selectSessions,
} from './reconcile.sql.ts';
import { runShown } from './reconcile-shown.ts';
import { runExchange } from './run.service.ts';

export const exchangeQueue = 'reconcile-exchange';

const mostShown = 30;
const dayMs = 24 * 3_600_000;
/** By the tenant's clock: when nobody works, and everything of the day before is in its books. */
const nightHour = 3;
/** What could not be finished is tried again: an exchange that was away comes back. */
const againMs = 3_600_000;
const night: Days = { days: 7, until: null };
/** Voicenter's books have a call some minutes after it. */
const settledMs = 10 * 60_000;

type Days = BodyOf<typeof reconcileExchange>;

interface GivenFile {
  readonly sha256: Buffer;
  readonly content: Buffer;
  readonly settings: { readonly columns: readonly string[] | null; readonly since: string | null };
}

/** Where an exchange's records come from. */
export function recordsOf(provider: string): 'log' | 'file' | null {
  if (provider === 'voicenter' || provider === 'twilio') return 'log';
  return provider === 'asterisk' ? 'file' : null;
}

/** All exchanges, each with its newest runs. */
export async function listComparedOf(ctx: Context): Promise<{ items: ComparedExchange[] }> {
  requirePermission(ctx, 'intake:read');
  const [connections, latest, whole, sessions] = await Promise.all([
    selectConnections(ctx),
    newestRuns(ctx, false),
    newestRuns(ctx, true),
    selectSessions(ctx),
  ]);
  const shown = (runs: readonly RunRecord[], id: string) => {
    const run = runs.find(({ connection_id }) => connection_id === id);
    return run ? runShown(run, ctx.now()) : null;
  };
  const items = connections.map(({ id, name, provider, is_active, provider_account }): ComparedExchange => {
    const session = sessions.find(({ connection_id }) => connection_id === id);
    const isSet = provider === 'asterisk' && provider_account !== null && is_active;
    return {
      connection: { id: wireIdOf(id), name, provider: provider as PhoneProvider, is_active },
      records: recordsOf(provider),
      session:
        isSet && session
          ? {
              is_connected: session.is_connected,
              since: session.since.toISOString(),
              problem: session.problem,
              said: session.said,
            }
          : null,
      latest: shown(latest, id),
      whole: shown(whole, id),
    };
  });
  return { items };
}

/** The last runs, newest first. Problems: not_found. */
export async function listRunsOf(
  ctx: Context,
  connectionId: string,
): Promise<{ items: PhoneReconciliation[] }> {
  requirePermission(ctx, 'intake:read');
  await requireConnection(ctx, connectionId);
  const runs = await selectRuns(ctx, { connectionId }, mostShown);
  return { items: runs.map((run) => runShown(run, ctx.now())) };
}

/** Puts a run to work in the background. Problems: not_found, conflict no_records. */
export async function requestRun(
  ctx: Context,
  connectionId: string,
  asked: Days,
): Promise<PhoneReconciliation> {
  requirePermission(ctx, 'intake:write');
  return putToWork(ctx, await newLogRun(ctx, connectionId, asked));
}

/** A run here and now, for the command line. Problems: not_found, conflict no_records. */
export async function reconcileExchangeNow(
  means: Means,
  ctx: Context,
  connectionId: string,
  asked: Days = night,
): Promise<PhoneReconciliation> {
  requirePermission(ctx, 'intake:write');
  const run = await newLogRun(ctx, connectionId, asked);
  await insertRun(ctx, run);
  await runExchange(means, { tenantId: ctx.tenantId, id: run.id });
  return requireRun(ctx, run.id);
}

/** A file of records here and now, for the command line. Problems: not_found, conflict no_file_records. */
export async function importFileNow(
  means: Means,
  ctx: Context,
  connectionId: string,
  { sha256, content, settings }: GivenFile,
): Promise<PhoneReconciliation> {
  requirePermission(ctx, 'settings:write');
  const { provider } = await requireConnection(ctx, connectionId);
  if (recordsOf(provider) !== 'file') throw new Problem('conflict', 'no_file_records');
  const id = newId();
  const run = { id, connection_id: connectionId, source: 'file', file_sha256: sha256, settings } as const;
  await insertRun(ctx, run);
  await runExchange(means, { tenantId: ctx.tenantId, id }, { file: content });
  return requireRun(ctx, id);
}

/** Asks for the runs that are due: each night one of every exchange that has records to ask for, until one is whole. */
export async function requestDueExchangeRuns(ctx: Context): Promise<void> {
  const { timezone } = await ctx.lists.of(ctx.tenantId);
  const again = new Date(ctx.now().getTime() - againMs);
  for (const id of await connectionsToCompare(ctx, lastNightOf(ctx.now(), timezone), again))
    await requestRun(ctx, id, night);
}

/** When the last night's comparisons were due; a night that was missed is made up for in the day. */
function lastNightOf(now: Date, timezone: string): Date {
  const today = Date.parse(dayOf(now, timezone)) + nightHour * 3_600_000;
  const due = instantOfLocal(today, timezone);
  return due <= now ? due : instantOfLocal(today - dayMs, timezone);
}

/** Keeps a file of call records and puts it to work. Problems: not_found, conflict no_file_records, too_large. */
export async function importCallsOf(
  ctx: Context,
  connectionId: string,
  { columns, since }: QueryOf<typeof importCalls>,
  content: AsyncIterable<Buffer>,
): Promise<PhoneReconciliation> {
  requirePermission(ctx, 'settings:write');
  const { id, provider } = await requireConnection(ctx, connectionId);
  if (recordsOf(provider) !== 'file') throw new Problem('conflict', 'no_file_records');
  const { sha256 } = await ctx.files.keep(ctx.tenantId, limited(content));
  return putToWork(ctx, {
    ...{ id: newId(), connection_id: id, source: 'file', file_sha256: sha256 },
    settings: { columns: columns?.split(',') ?? null, since: since ?? null },
  });
}

async function* limited(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > cdrFileLimit) throw new Problem('too_large', 'body_too_large');
    yield piece;
  }
}

async function newLogRun(ctx: Context, connectionId: string, asked: Days): Promise<NewRun> {
  const connection = await requireConnection(ctx, connectionId);
  if (recordsOf(connection.provider) !== 'log' || connection.secret === null)
    throw new Problem('conflict', 'no_records');
  const timezone = await timezoneOf(ctx, connection);
  const lastDay = Date.parse(asked.until ?? dayOf(ctx.now(), timezone));
  const since = instantOfLocal(lastDay - (asked.days - 1) * dayMs, timezone);
  const settled = ctx.now().getTime() - settledMs;
  const until = new Date(Math.min(instantOfLocal(lastDay + dayMs, timezone).getTime(), settled));
  return { id: newId(), connection_id: connectionId, source: 'log', since, until };
}

async function putToWork(ctx: Context, run: NewRun): Promise<PhoneReconciliation> {
  await inTransaction(ctx, async (tx) => {
    await insertRun(tx, run);
    await tx.jobs.enqueue(tx.db, exchangeQueue, [{ tenantId: tx.tenantId, id: run.id }]);
    tx.announce({ kind: 'intake' });
  });
  return requireRun(ctx, run.id);
}

async function requireRun(ctx: Context, id: string): Promise<PhoneReconciliation> {
  const [run] = await selectRuns(ctx, { id }, 1);
  if (!run) throw new Problem('not_found', 'not_found');
  return runShown(run, ctx.now());
}

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
import { type Context, contextOf, inTransaction, type Means, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { ExchangeError, type ExchangeOutside, exchangeOutside } from '../../phone/ask-exchange.ts';
import { headerOf, readCdr } from '../../phone/cdr-csv.ts';
import type { ExchangeRecords } from '../../phone/exchange-records.ts';
import { pullTwilioCalls } from '../../phone/twilio-calls.ts';
import { pullVoicenterLog } from '../../phone/voicenter-log.ts';
import { Problem } from '../../problem.ts';
import { SealError } from '../../secrets.ts';
import { type Comparison, compareRecords, dayOf } from './compare.service.ts';
import { requireConnection, secretOf, timezoneOf } from './connections.service.ts';
import { type ConnectionRecord, findConnection, selectConnections } from './connections.sql.ts';
import {
  connectionsToCompare,
  endRun,
  insertRun,
  type NewRun,
  newestRuns,
  noteRunProgress,
  type RunRecord,
  selectRuns,
  selectSessions,
} from './reconcile.sql.ts';
import { runShown } from './reconcile-shown.ts';

export const exchangeQueue = 'reconcile-exchange';

const mostShown = 30;
const dayMs = 24 * 3_600_000;
/** By the tenant's clock: when nobody works, and everything of the day before is in its books. */
const nightHour = 3;
const night: Days = { days: 7, until: null };
/** Voicenter's books have a call some minutes after it. */
const settledMs = 10 * 60_000;

type Days = BodyOf<typeof reconcileExchange>;

interface ExchangeRun {
  readonly tenantId: string;
  readonly id: string;
}

interface GivenFile {
  readonly sha256: Buffer;
  readonly content: Buffer;
  readonly settings: { readonly columns: readonly string[] | null; readonly since: string | null };
}

/** Other places than the exchanges' own, for tests; a file that is at hand. */
type Given = Partial<ExchangeOutside> & { readonly file?: Buffer };

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

/** Asks for the runs that are due: each night one of every exchange that has records to ask for. */
export async function requestDueExchangeRuns(ctx: Context): Promise<void> {
  const { timezone } = await ctx.lists.of(ctx.tenantId);
  const hour = Number(
    ctx.now().toLocaleString('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' }),
  );
  // Later in the day only where the night was missed altogether.
  const restMs = hour === nightHour ? dayMs / 2 : dayMs * 1.25;
  for (const id of await connectionsToCompare(ctx, new Date(ctx.now().getTime() - restMs)))
    await requestRun(ctx, id, night);
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
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > cdrFileLimit) throw new Problem('too_large', 'body_too_large');
    pieces.push(piece);
  }
  const { sha256 } = await ctx.files.keep(ctx.tenantId, Buffer.concat(pieces));
  return putToWork(ctx, {
    ...{ id: newId(), connection_id: id, source: 'file', file_sha256: sha256 },
    settings: { columns: columns?.split(',') ?? null, since: since ?? null },
  });
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

/** Compares, and writes what was found into the run. */
export async function runExchange(
  means: Means,
  { tenantId, id }: ExchangeRun,
  given: Given = {},
): Promise<void> {
  const ctx = contextOf(means, tenantId, { kind: 'system' });
  const [run] = await selectRuns(ctx, { id }, 1);
  const connection = run && (await findConnection(ctx, run.connection_id));
  if (!run || !connection) return;
  try {
    const tell = async (done: number, of: number) => {
      await noteRunProgress(ctx, id, { done, of });
      ctx.announce({ kind: 'intake' });
    };
    const { records, comparison } = await recordsFor(ctx, connection, run, given);
    const account = await compareRecords(ctx, connection, records, { ...comparison, tell });
    await endRun(ctx, id, { account });
  } catch (error) {
    const problem = problemOf(error);
    ctx.log.warn(
      { connectionId: connection.id, problem, err: error },
      'the records of an exchange could not be compared with the calls',
    );
    await endRun(ctx, id, { problem });
  }
  ctx.announce({ kind: 'intake' });
}

function problemOf(error: unknown): string {
  if (error instanceof ExchangeError) return error.fault;
  return error instanceof SealError ? 'secret_unreadable' : 'not_compared';
}

async function recordsFor(
  ctx: Context,
  connection: ConnectionRecord,
  run: RunRecord,
  { file, ...outside }: Given,
): Promise<{ records: ExchangeRecords; comparison: Comparison }> {
  const timezone = await timezoneOf(ctx, connection);
  const common = { timezone, takeSince: connection.created_at };
  if (run.source === 'log') {
    const records = await pulled(ctx, connection, run, { ...exchangeOutside, ...outside });
    const kind = { records: connection.provider as 'voicenter' | 'twilio' };
    return { records, comparison: { ...common, kind } };
  }
  const { columns: given = null, since } = run.settings as {
    columns?: string[] | null;
    since?: string | null;
  };
  const content = file ?? (await ctx.files.read(ctx.tenantId, run.file_sha256 ?? Buffer.alloc(0)));
  const text = content.toString('utf8');
  // A line that is kept aside is read again without the first one.
  const columns = headerOf(text.split(/\r?\n/))?.columns ?? given;
  return {
    records: readCdr(text, { timezone, columns }),
    comparison: {
      timezone,
      takeSince: since ? new Date(since) : connection.created_at,
      kind: { records: 'cdr', columns },
    },
  };
}

function pulled(
  ctx: Context,
  connection: ConnectionRecord,
  run: RunRecord,
  outside: ExchangeOutside,
): Promise<ExchangeRecords> {
  const window = { since: run.since ?? new Date(0), until: run.until ?? ctx.now() };
  const secret = secretOf(ctx, connection) ?? '';
  return connection.provider === 'voicenter'
    ? pullVoicenterLog(secret, window, outside)
    : pullTwilioCalls(connection.provider_account ?? '', secret, window, outside);
}

async function requireRun(ctx: Context, id: string): Promise<PhoneReconciliation> {
  const [run] = await selectRuns(ctx, { id }, 1);
  if (!run) throw new Problem('not_found', 'not_found');
  return runShown(run, ctx.now());
}

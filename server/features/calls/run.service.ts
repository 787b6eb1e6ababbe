import { type Context, contextOf, type Means } from '../../context.ts';
import {
  ExchangeError,
  type ExchangeOutside,
  exchangeOutside,
  type Window,
} from '../../phone/ask-exchange.ts';
import { readCdrPieces, surveyCdr } from '../../phone/cdr-csv.ts';
import type { ExchangeRecords } from '../../phone/exchange-records.ts';
import { pullTwilioCalls } from '../../phone/twilio-calls.ts';
import { pullVoicenterLog } from '../../phone/voicenter-log.ts';
import { SealError } from '../../secrets.ts';
import { type Comparison, compareRecords } from './compare.service.ts';
import { secretOf, timezoneOf } from './connections.service.ts';
import { type ConnectionRecord, findConnection } from './connections.sql.ts';
import { endRun, noteRunProgress, type RunRecord, selectRuns } from './reconcile.sql.ts';

interface ExchangeRun {
  readonly tenantId: string;
  readonly id: string;
}

/** Other places than the exchanges' own, for tests; a file that is at hand. */
type Given = Partial<ExchangeOutside> & { readonly file?: Buffer };

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
    const { batches, many, comparison } = await recordsFor(ctx, connection, run, given);
    const tell = async (done: number) => {
      await noteRunProgress(ctx, id, { done, of: Math.max(done, many) });
      ctx.announce({ kind: 'intake' });
    };
    const account = await compareRecords(ctx, connection, batches, { ...comparison, tell });
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

interface Records {
  readonly batches: Parameters<typeof compareRecords>[2];
  /** About so many calls. */
  readonly many: number;
  readonly comparison: Comparison;
}

async function recordsFor(
  ctx: Context,
  connection: ConnectionRecord,
  run: RunRecord,
  { file, ...outside }: Given,
): Promise<Records> {
  const timezone = await timezoneOf(ctx, connection);
  const common = { timezone, takeSince: connection.created_at };
  if (run.source === 'log') {
    const window = { since: run.since ?? new Date(0), until: run.until ?? ctx.now() };
    const records = await pulled(ctx, connection, window, { ...exchangeOutside, ...outside });
    const kind = { records: connection.provider as 'voicenter' | 'twilio' };
    return { batches: [records], many: records.journeys.length, comparison: { ...common, kind, window } };
  }
  const { columns: given = null, since } = run.settings as {
    columns?: string[] | null;
    since?: string | null;
  };
  const open = async () =>
    file ? [file] : await ctx.files.stream(ctx.tenantId, run.file_sha256 ?? Buffer.alloc(0));
  const { columns: named, lines } = await surveyCdr(await open());
  // A line that is kept aside is read again without the first one.
  const columns = named ?? given;
  return {
    batches: readCdrPieces(await open(), { timezone, columns }),
    many: lines,
    comparison: {
      timezone,
      takeSince: since ? new Date(since) : connection.created_at,
      kind: { records: 'cdr', columns },
      window: null,
    },
  };
}

function pulled(
  ctx: Context,
  connection: ConnectionRecord,
  window: Window,
  outside: ExchangeOutside,
): Promise<ExchangeRecords> {
  const secret = secretOf(ctx, connection) ?? '';
  return connection.provider === 'voicenter'
    ? pullVoicenterLog(secret, window, outside)
    : pullTwilioCalls(connection.provider_account ?? '', secret, window, outside);
}

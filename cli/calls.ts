import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, meansOf } from '../server/context.ts';
import { listConnectionsOf } from '../server/features/calls/connections.service.ts';
import {
  importFileNow,
  reconcileExchangeNow,
  recordsOf,
} from '../server/features/calls/reconcile.service.ts';
import { uuidOf } from '../shared/id.ts';
import type { PhoneConnection } from '../shared/phone-connections.ts';
import type { PhoneDay, PhoneReconciliation } from '../shared/phone-reconciliations.ts';
import { CommandError, command, UsageError } from './command.ts';
import { GrowingFile, type Piece } from './growing-file.ts';
import { table } from './table.ts';
import { inTenant, tenantHelp, tenantOption } from './tenant-of.ts';

const watchMs = 5000;
/** What can't be compared is tried again, ever less often. */
const longestPauseMs = 300_000;

/** What is taken in here is read by the server, at once or when it starts: a command puts nothing in queues. */
const here = (ctx: Context): Context => ({ ...ctx, jobs: { enqueue: async () => undefined } });

const callsReconcile = command({
  name: 'calls reconcile',
  summary: 'compare exchanges’ own call records with our calls, and take in those that never reached us',
  help: [
    '--connection <name|id>  only this one',
    '--days <1-31>  so many days back, today included; 7',
    tenantHelp,
  ],
  options: { connection: { type: 'string' }, days: { type: 'string' }, ...tenantOption },
  word: 'connection',
  async run({ connection: named, days: given, tenant }) {
    const days = Number(given ?? 7);
    if (!Number.isInteger(days) || days < 1 || days > 31) throw new UsageError('--days is 1 to 31.');
    return await inTenant(tenant, async (context) => {
      const ctx = here(context);
      const wanted = (await connectionsOf(ctx, named)).filter(
        ({ provider, has_secret }) => recordsOf(provider) === 'log' && has_secret,
      );
      if (wanted.length === 0) throw new CommandError('There is no exchange whose records can be asked for.');
      const runs: TakenRun[] = [];
      for (const { id, name } of wanted)
        runs.push({
          connection: name,
          run: await reconcileExchangeNow(meansOf(ctx), ctx, uuidOf(id) ?? '', { days, until: null }),
        });
      return toldOf(runs);
    });
  },
});

const callsImport = command({
  name: 'calls import',
  summary: 'take in Asterisk’s file of call records (Master.csv); --watch goes on as it grows',
  help: [
    '--connection <name|id>  the Asterisk; needed only when there are several',
    '--columns <a,b,…>  names of the file’s columns, where it has no first line that says so',
    '--since <instant>  take in calls from then on; since the exchange was connected',
    '--watch  look every five seconds whether it has grown, until interrupted',
    tenantHelp,
  ],
  options: {
    file: { type: 'string' },
    connection: { type: 'string' },
    columns: { type: 'string' },
    since: { type: 'string' },
    watch: { type: 'boolean' },
    ...tenantOption,
  },
  word: 'file',
  async run({ file, connection: named, columns, since, watch = false, tenant }) {
    if (file === undefined) throw new UsageError('Which file?');
    const from = since === undefined ? null : new Date(since);
    if (from && Number.isNaN(from.getTime())) throw new UsageError(`"${since}" is no instant.`);
    return await inTenant(tenant, async (context) => {
      const ctx = here(context);
      const [only, ...others] = (await connectionsOf(ctx, named)).filter(
        ({ provider }) => recordsOf(provider) === 'file',
      );
      if (!only) throw new CommandError('There is no such Asterisk.');
      if (others.length > 0) throw new CommandError('There are several: choose one with --connection.');
      const take = async ({ content, columns: told }: Piece) => {
        const sha256 = createHash('sha256').update(content).digest();
        const settings = {
          columns: told ?? columns?.split(',') ?? null,
          since: from?.toISOString() ?? null,
        };
        const run = await importFileNow(meansOf(ctx), ctx, uuidOf(only.id) ?? '', {
          sha256,
          content,
          settings,
        });
        return { connection: only.name, run };
      };
      return await (watch ? watchFile : takeFile)(new GrowingFile(file), take);
    });
  },
});

async function connectionsOf(ctx: Context, named: string | undefined): Promise<PhoneConnection[]> {
  const { items } = await listConnectionsOf(ctx);
  const found = items.filter(({ id, name }) => named === undefined || id === named || name === named.trim());
  if (found.length === 0)
    throw new CommandError(
      named === undefined ? 'There is no exchange yet.' : `There is no exchange "${named}".`,
    );
  return found;
}

interface TakenRun {
  readonly connection: string;
  readonly run: PhoneReconciliation;
}

/** To its end, a piece after the other. */
async function takeFile(file: GrowingFile, take: (piece: Piece) => Promise<TakenRun>) {
  const runs: TakenRun[] = [];
  for (;;) {
    const piece = await file.read({ isWhole: false });
    if (piece === null) return toldOf(runs);
    const taken = await take(piece);
    runs.push(taken);
    if (!piece.isMore || taken.run.problem !== null) return toldOf(runs);
    file.taken(piece);
  }
}

/** What is whole in it, and then what grows, until interrupted. What could not be compared is read again. */
async function watchFile(file: GrowingFile, take: (piece: Piece) => Promise<TakenRun>): Promise<never> {
  for (let [isFirst, failures] = [true, 0]; ; isFirst = false) {
    const piece = await file.read({ isWhole: true });
    if (piece !== null && (isFirst || piece.content.length > 0)) {
      const taken = await take(piece);
      process.stdout.write(`${toldOf([taken]).text}\n`);
      if (taken.run.problem === null) file.taken(piece);
      failures = taken.run.problem === null ? 0 : failures + 1;
    }
    if (failures > 0 || !piece?.isMore) await sleep(Math.min(watchMs * 2 ** failures, longestPauseMs));
  }
}

function toldOf(runs: readonly TakenRun[]) {
  const isWrong = runs.some(({ run }) => run.problem !== null || (run.total?.missing ?? 0) > 0);
  const json = { items: runs.map(({ connection, run }) => ({ connection, ...run })) };
  const text = runs.map(({ connection, run }) => told(connection, run)).join('\n\n');
  return { json, text, isWrong };
}

function told(name: string, { problem, total, days }: PhoneReconciliation): string {
  if (problem !== null || total === null) return `${name} could not be compared: ${problem ?? 'unfinished'}.`;
  const rows = (days ?? []).map((day) => [day.day ?? 'unreadable', day.queue ?? '-', equationOf(day)]);
  const now = total.taken_now > 0 ? `; taken in now ${total.taken_now}` : '';
  return `${name}: ${equationOf(total)}${now}\n${table(['', '', ''], rows).trim()}`.trim();
}

/** Calls of ours that the exchange's own records lack. */
const lackingOf = ({ unbooked }: Omit<PhoneDay, 'day' | 'queue'>) =>
  unbooked > 0 ? `; here and not there ${unbooked}` : '';

/** exchange 120 = calls 117 + quarantined 1 + taken in 2; missing 0 */
function equationOf(counts: Omit<PhoneDay, 'day' | 'queue'>): string {
  const names = {
    calls: 'calls',
    quarantined: 'quarantined',
    taken_in: 'taken in',
    history: 'history',
  } as const;
  const parts = (Object.keys(names) as (keyof typeof names)[])
    .filter((name) => counts[name] > 0)
    .map((name) => `${names[name]} ${counts[name]}`);
  return `exchange ${counts.exchange} = ${parts.join(' + ') || '0'}; missing ${counts.missing}${lackingOf(counts)}`;
}

export const callCommands = [callsReconcile, callsImport];

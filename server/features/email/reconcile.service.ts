import type { FolderAccount, Reconciliation } from '../../../shared/reconciliations.ts';
import { type Context, contextOf, inTransaction, type Means, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { openImap } from './access.service.ts';
import { type ConnectionRecord, type FolderRecord, findConnection } from './connections.sql.ts';
import { loginOf } from './connections.ts';
import { type Reading, readFolder, takeMissing } from './read-folder.service.ts';
import { faultOf } from './reader.service.ts';
import {
  type Counted,
  daysAt,
  endReconciliation,
  insertReconciliation,
  mailboxesToSweep,
  noteProgress,
  selectReconciliations,
  sightingsIn,
  statesAt,
} from './reconcile.sql.ts';
import { reconciliationShown } from './reconcile-shown.ts';
import { type FolderOf, unsighted } from './sightings.sql.ts';

export const reconcileQueue = 'reconcile-mailbox';

const patienceMs = 60_000;
const mostShown = 30;
const daysShown = 90;
const dayMs = 24 * 3_600_000;
/** By the tenant's clock: when nobody works, and everything of the day before has come. */
const nightHour = 3;

/** The last sweeps of a mailbox, newest first. */
export async function listReconciliationsOf(
  ctx: Context,
  mailboxId: string,
): Promise<{ items: Reconciliation[] }> {
  requirePermission(ctx, 'intake:read');
  const runs = await selectReconciliations(ctx, { mailboxId }, mostShown);
  return { items: runs.map((run) => reconciliationShown(run, ctx.now())) };
}

/** Puts a sweep to work in the background. Throws not_found, conflict not_connected. */
export async function requestReconciliation(ctx: Context, mailboxId: string): Promise<Reconciliation> {
  requirePermission(ctx, 'intake:write');
  if (!(await findConnection(ctx, mailboxId))) throw new Problem('conflict', 'not_connected');
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    await insertReconciliation(tx, id, mailboxId);
    await tx.jobs.enqueue(tx.db, reconcileQueue, [{ tenantId: tx.tenantId, id, mailboxId }]);
    tx.announce({ kind: 'intake' });
  });
  return requireRun(ctx, id);
}

/** Asks for the sweeps that are due: each night one of every mailbox at work. */
export async function requestDueReconciliations(ctx: Context): Promise<void> {
  const { timezone } = await ctx.lists.of(ctx.tenantId);
  const hour = Number(
    ctx.now().toLocaleString('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' }),
  );
  // Later in the day only where the night was missed altogether.
  const restMs = hour === nightHour ? dayMs / 2 : dayMs * 1.25;
  for (const mailboxId of await mailboxesToSweep(ctx, new Date(ctx.now().getTime() - restMs)))
    await requestReconciliation(ctx, mailboxId);
}

/** A sweep here and now, for the command line. Throws conflict not_connected; a mailbox that can't be read is the run's problem. */
export async function reconcileNow(means: Means, ctx: Context, mailboxId: string): Promise<Reconciliation> {
  requirePermission(ctx, 'intake:write');
  if (!(await findConnection(ctx, mailboxId))) throw new Problem('conflict', 'not_connected');
  const id = newId();
  await insertReconciliation(ctx, id, mailboxId);
  await runReconciliation(means, { tenantId: ctx.tenantId, id, mailboxId });
  return requireRun(ctx, id);
}

/** Compares a mailbox with the ledger, folder by folder, and writes what it found into its run. */
export async function runReconciliation(
  means: Means,
  { tenantId, id, mailboxId }: { tenantId: string; id: string; mailboxId: string },
): Promise<void> {
  const ctx = contextOf(means, tenantId, { kind: 'system' });
  const connection = await findConnection(ctx, mailboxId);
  if (!connection) return endReconciliation(ctx, id, { problem: 'not_connected' });
  try {
    await endReconciliation(ctx, id, { account: await compared(means, ctx, connection, id) });
  } catch (error) {
    const { error: problem, said } = faultOf(error);
    ctx.log.warn({ mailboxId, problem, said }, 'a mailbox could not be compared with the ledger');
    await endReconciliation(ctx, id, { problem });
  }
  ctx.announce({ kind: 'intake' });
}

async function compared(means: Means, ctx: Context, connection: ConnectionRecord, id: string) {
  const session = await openImap(ctx, loginOf(means, ctx.tenantId, connection), { patienceMs });
  try {
    const { timezone } = await ctx.lists.of(ctx.tenantId);
    const recent = { since: new Date(ctx.now().getTime() - daysShown * dayMs), timezone };
    const folders: FolderAccount[] = [];
    const days: (Counted & { day: string })[] = [];
    const read = connection.folders.filter(({ is_read, is_there }) => is_read && is_there);
    for (const [index, folder] of read.entries()) {
      const tell = async (taking: number) => {
        await noteProgress(ctx, id, { folder: folder.path, place: index + 1, of: read.length, taking });
        ctx.announce({ kind: 'intake' });
      };
      await tell(0);
      const swept = await sweepFolder({ means, ctx, connection, session, tell }, folder);
      folders.push(swept.account);
      days.push(...(await daysAt(ctx, swept.where, swept.uids, recent)));
    }
    return { folders, days: byDay(days) };
  } finally {
    await session.close();
  }
}

interface Sweep extends Pick<Reading, 'means' | 'ctx' | 'connection' | 'session'> {
  /** Says how many missing mails are being taken in. */
  tell(taking: number): Promise<void>;
}

async function sweepFolder({ tell, ...sweep }: Sweep, folder: FolderRecord) {
  const { ctx, connection, session } = sweep;
  const reading: Reading = {
    ...sweep,
    ended: new AbortController().signal,
    trouble: [],
    nextUids: new Map(),
  };
  // First what its reader would do: what is new is not missing.
  await readFolder(reading, folder);
  const now = (await findConnection(ctx, connection.mailbox_id))?.folders.find(
    ({ path }) => path === folder.path,
  );
  const place = now ?? folder;
  const where: FolderOf = {
    mailboxId: connection.mailbox_id,
    folder: folder.path,
    uidvalidity: place.uidvalidity ?? 0,
  };
  const uids = await session.uidsFrom(1);
  const first = place.first_uid ?? 1;
  const isAtWork = connection.mode === 'work';
  const lost = isAtWork
    ? await unsighted(
        ctx,
        where,
        uids.filter((uid) => uid >= first),
      )
    : [];
  if (lost.length > 0) {
    await tell(lost.length);
    await takeMissing(reading, place, lost);
  }
  const missing = lost.length === 0 ? 0 : (await unsighted(ctx, where, lost)).length;
  const counts = countsOf(await statesAt(ctx, where, uids));
  const known = Object.values(counts).reduce((sum, many) => sum + many, 0);
  const account: FolderAccount = {
    path: folder.path,
    present: uids.length,
    history: uids.length - known - missing,
    ...counts,
    missing,
    taken_in: lost.length - missing,
    disappeared: isAtWork ? await disappearedFrom(ctx, where, uids, first, place.last_uid ?? 0) : 0,
  };
  return { account, where, uids };
}

/** UIDs only ever grow (RFC 3501, 2.3.1.1): one that was given out and is nowhere was a mail that is gone. */
async function disappearedFrom(
  ctx: Context,
  where: FolderOf,
  uids: readonly number[],
  first: number,
  last: number,
): Promise<number> {
  if (last < first) return 0;
  const known = new Set(await sightingsIn(ctx, where, first, last));
  for (const uid of uids) if (uid >= first && uid <= last) known.add(uid);
  return last - first + 1 - known.size;
}

function countsOf(rows: readonly Counted[]) {
  const many = (state: string, isReply?: boolean) =>
    rows
      .filter((row) => row.state === state && (isReply === undefined || row.is_reply === isReply))
      .reduce((sum, row) => sum + row.many, 0);
  return {
    tickets: many('ticket', false),
    replies: many('ticket', true),
    duplicates: many('duplicate'),
    ignored: many('ignored'),
    quarantined: many('quarantined'),
    pending: many('pending'),
  };
}

function byDay(rows: readonly (Counted & { day: string })[]) {
  const days = [...Map.groupBy(rows, ({ day }) => day)];
  return days
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([day, counted]) => ({ day, ...countsOf(counted) }));
}

async function requireRun(ctx: Context, id: string): Promise<Reconciliation> {
  const [run] = await selectReconciliations(ctx, { id }, 1);
  if (!run) throw new Problem('not_found', 'not_found');
  return reconciliationShown(run, ctx.now());
}

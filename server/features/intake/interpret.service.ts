import type { LedgerRule } from '../../../shared/intake.ts';
import { type Context, contextOf, inTransaction, type Means } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { statesOfRows } from './count.sql.ts';
import {
  countAttempts,
  findByContent,
  type findRaw,
  isContentTaken,
  lateRows,
  noteWanted,
  settleRow,
} from './intake.sql.ts';
import { findFirsts, insertDuplicates, insertPending } from './pending.sql.ts';
import { alone, type Turn } from './turns.service.ts';

export const interpretQueue = 'interpret-intake';

/** A job that is later than this was lost with its process. */
const lostAfterMs = 120_000;

export interface ArrivedItem {
  readonly tenantId: string;
  readonly channel: 'email';
  readonly source: string;
  /** What names the thing at its source; its content does when nothing else is known. */
  readonly externalKey: string | null;
  readonly rawSha256: Buffer;
  readonly rawBytes: number;
  readonly envelope: object;
  /** When it reached the business; now unless given. Never later than now. */
  readonly receivedAt?: Date;
}

/** With the id that its row gets. */
export interface Pending {
  readonly item: ArrivedItem;
  readonly id: string;
}

export interface Recorded {
  readonly intakeId: string;
  readonly state: 'pending' | 'duplicate';
}

/**
 * Records a thing whose raw bytes are durable in the file store. Once this answers, its source may be told "taken": the row
 * and the job that will interpret it are committed. Content that its source brought before becomes a `duplicate` row.
 */
export async function recordArrival(means: Means, item: ArrivedItem): Promise<Recorded> {
  const run = (pending: readonly Pending[]) => writePending(means, pending);
  const recorded = await means.writer.write({ name: 'pending', run }, { item, id: newId() });
  means.announce(item.tenantId, { kind: 'intake' });
  return recorded;
}

async function writePending(means: Means, pending: readonly Pending[]): Promise<Recorded[]> {
  return means.db.transaction().execute(async (db) => {
    const taken = await takeArrivals(means, db, pending);
    const again = pending.filter((_, index) => !taken[index]?.isNew);
    if (again.length > 0) await keepDuplicates(means, db, again);
    return pending.map(({ id }, index) => ({
      intakeId: id,
      state: taken[index]?.isNew ? 'pending' : 'duplicate',
    }));
  });
}

/** What became of an arrival: its own row, or the row that has its content already. */
export interface Taken {
  readonly intakeId: string;
  readonly isNew: boolean;
}

/**
 * Within the caller's transaction: ledger rows and jobs of what is new at its source. For content that its source brought
 * before nothing is written; the caller says what it is.
 */
export async function takeArrivals(
  means: Means,
  db: Context['db'],
  pending: readonly Pending[],
): Promise<Taken[]> {
  const rows = rowsOf(means, pending);
  const fresh = await insertPending(db, rows);
  const jobs = rows
    .filter((row) => fresh.has(row.id))
    .map((row) => ({ tenantId: row.tenant_id, intakeId: row.id }));
  if (jobs.length > 0) await means.jobs.enqueue(db, interpretQueue, jobs);
  const known = rows.filter((row) => !fresh.has(row.id));
  const firsts = known.length > 0 ? await findFirsts(db, known) : new Map<string, string>();
  return rows.map(({ id }) => ({ intakeId: firsts.get(id) ?? id, isNew: fresh.has(id) }));
}

/** Within the caller's transaction: rows that say that known content came again. */
export async function keepDuplicates(
  means: Means,
  db: Context['db'],
  pending: readonly Pending[],
): Promise<void> {
  await insertDuplicates(db, rowsOf(means, pending));
}

function rowsOf(means: Means, pending: readonly Pending[]) {
  const now = means.now();
  return pending.map(({ item, id }) => {
    const sha256 = item.rawSha256.toString('hex');
    const { tenantId: tenant_id, source, rawBytes: raw_bytes, envelope, receivedAt = now } = item;
    return {
      tenant_id,
      id,
      source,
      external_key: item.externalKey ?? sha256,
      received_at: new Date(Math.min(receivedAt.getTime(), now.getTime())).toISOString(),
      raw_sha256: sha256,
      raw_bytes,
      envelope,
    };
  });
}

export type RawItem = NonNullable<Awaited<ReturnType<typeof findRaw>>>;

/** Reads one channel's raw items and settles their rows as tickets or replies; handed over by main.ts from the features above. */
export type Interpreter = (ctx: Context, item: RawItem, turn: Turn) => Promise<void>;
export type Interpreters = Readonly<Record<string, Interpreter>>;

/** Thrown for an item that can't be read, with what shows of it all the same: a person has to recognise it. */
export class UnreadableItemError extends Error {
  readonly title: string | null;
  readonly sender: string | null;

  constructor(cause: Error, shown: { title: string | null; sender: string | null }) {
    super(cause.message, { cause });
    this.name = cause.name;
    this.title = shown.title;
    this.sender = shown.sender;
  }
}

/** Does what the job says. What the interpreter can't read is quarantined with the error; a database that is away means: later. */
export async function interpretItem(
  means: Means,
  interpreters: Interpreters,
  job: { tenantId: string; intakeId: string },
  turn: Turn = alone,
): Promise<void> {
  const ctx = contextOf(means, job.tenantId, { kind: 'system' });
  const item = await beginAttempt(means, job);
  if (item === null) return;
  try {
    const interpreter = interpreters[item.channel];
    if (!interpreter) throw new Error(`nothing here reads items of channel ${item.channel}`);
    await interpreter(ctx, item, turn);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    await quarantine(ctx, item.id, error);
  }
  ctx.announce({ kind: 'intake' });
}

/** The item, if it still waits; items that begin together are read and counted by one statement. */
function beginAttempt(means: Means, job: { tenantId: string; intakeId: string }): Promise<RawItem | null> {
  const run = async (begun: readonly { tenantId: string; id: string }[]) => {
    const rows = new Map((await countAttempts(means.db, begun)).map((row) => [row.id, row]));
    return begun.map(({ id }) => rows.get(id) ?? null);
  };
  return means.writer.write({ name: 'attempts', run }, { tenantId: job.tenantId, id: job.intakeId });
}

/**
 * Opens a ticket of an item, or adds it to one, unless the same content became one already, by another way or in another
 * mailbox: then the item is a duplicate of that.
 */
export async function settleOnce(
  ctx: Context,
  item: { id: string; title: string },
  contentKey: Buffer | null,
  settle: () => Promise<void>,
): Promise<void> {
  if (contentKey === null) return settle();
  if (await settleAsDuplicate(ctx, item, contentKey)) return;
  try {
    await settle();
  } catch (error) {
    if (!isContentTaken(error) || !(await settleAsDuplicate(ctx, item, contentKey))) throw error;
  }
}

async function settleAsDuplicate(
  ctx: Context,
  item: { id: string; title: string },
  contentKey: Buffer,
): Promise<boolean> {
  const first = await findByContent(ctx, contentKey);
  if (first === null || first === item.id) return false;
  await settleRow(ctx, item.id, ['pending'], {
    state: 'duplicate',
    settled_at: ctx.now(),
    duplicate_of: first,
    title: item.title.slice(0, 200),
    error: null,
  });
  return true;
}

async function quarantine(ctx: Context, id: string, error: unknown): Promise<void> {
  ctx.log.warn({ err: error, intakeId: id }, 'an intake item could not be read and is kept in quarantine');
  await settleRow(ctx, id, ['pending'], {
    state: 'quarantined',
    settled_at: ctx.now(),
    error: errorWords(error),
    ...(error instanceof UnreadableItemError && shownOf(error)),
  });
}

/** Why something could not be read, as its row tells it. */
export function errorWords(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return words.replaceAll('\u0000', '').slice(0, 2000).toWellFormed();
}

/** What is not known leaves what the row has already, such as the envelope's sender. */
function shownOf({ title, sender }: UnreadableItemError) {
  return { ...(title !== null && { title }), ...(sender !== null && { sender }) };
}

/** Connection trouble (SQLSTATE classes 08, 53, 57) and lost races (40) are no fault of the item: its job is tried again. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  return /^(08|40|53|57)...$|^E[A-Z]+$/.test(code ?? '')
    ? code !== 'ENOENT'
    : /Connection terminated|timeout exceeded when trying to connect|meanwhile/.test(message);
}

/**
 * Puts items whose job was lost back to work: those that are `lateMs` old and still pending. One that somebody does work on
 * is done twice, and the first to settle it wins.
 */
export async function resumeLostItems(ctx: Context, lateMs = lostAfterMs): Promise<number> {
  const late = await lateRows(ctx, lateMs, 1000);
  const jobs = late.map((row) => ({ tenantId: ctx.tenantId, intakeId: row.id }));
  if (jobs.length > 0) await ctx.jobs.enqueue(ctx.db, interpretQueue, jobs);
  return jobs.length;
}

/** What became of these rows. */
export async function countStatesOf(ctx: Context, ids: readonly string[]) {
  const rows = await statesOfRows(ctx, ids);
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

/** A rule, not a person, decides that a waiting item is no inquiry: `rule:<name>` is the reason. False when it was settled meanwhile. */
export function ignoreItem(
  ctx: Context,
  id: string,
  given: { readonly reason: `rule:${LedgerRule}`; readonly title: string; readonly sender: string | null },
): Promise<boolean> {
  const { reason, sender } = given;
  const title = given.title.slice(0, 200);
  return settleRow(ctx, id, ['pending'], { state: 'ignored', settled_at: ctx.now(), reason, title, sender });
}

/** Puts a settled row back to pending and to work; false when it is in none of `from`. `isWanted`: rules that ignore things pass it over. */
export async function interpretAgain(
  ctx: Context,
  id: string,
  from: readonly string[],
  { isWanted = false }: { isWanted?: boolean } = {},
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const isMoved = await settleRow(tx, id, from, {
      state: 'pending',
      settled_at: null,
      reason: null,
      error: null,
    });
    if (isMoved && isWanted) await noteWanted(tx, id);
    if (isMoved) await tx.jobs.enqueue(tx.db, interpretQueue, [{ tenantId: tx.tenantId, intakeId: id }]);
    tx.announce({ kind: 'intake' });
    return isMoved;
  });
}

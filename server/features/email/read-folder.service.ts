import type { Content, Context, Means } from '../../context.ts';
import type { Described, ImapSession, OpenFolder } from '../../mail/imap.ts';
import { ImapError } from '../../mail/imap-errors.ts';
import { taking } from '../intake/taking.service.ts';
import type { ConnectionRecord, FolderRecord } from './connections.sql.ts';
import { wholeSecond } from './connections.ts';
import { type FolderPlace, noteFolder } from './folders.sql.ts';
import { forgetHistory, unwant, wantedIn } from './history.sql.ts';
import { InFlight } from './in-flight.ts';
import { recordSeen, type SeenMail } from './seen.service.ts';
import { type FolderOf, noteGone, noteMarked, unmarkedIn, unsighted } from './sightings.sql.ts';

/** One look at a mailbox. */
export interface Reading {
  readonly means: Means;
  readonly ctx: Context;
  readonly connection: ConnectionRecord;
  readonly session: ImapSession;
  /** Aborted: stop between two mails. */
  readonly ended: AbortSignal;
  /** What could not be read while everything else could. */
  readonly trouble: ImapError[];
  /** By folder: the UID that the next mail was to get when it was looked at. */
  readonly nextUids: Map<string, number>;
}

/** So many mails between two notes of how far we are. */
const chunkSize = 1000;
/** Larger mails are streamed one by one; smaller ones are kept side by side. */
const largeBytes = 256 * 1024;
const mostAtOnce = 128;
const mostBytesAtOnce = 16 * 1024 * 1024;

interface Open {
  readonly where: FolderOf;
  readonly folder: FolderRecord;
  readonly opened: OpenFolder;
}

/** Takes in what is new in a folder, then says so in the mailbox as it is set. While observing it only keeps its place. */
export async function readFolder(reading: Reading, folder: FolderRecord): Promise<void> {
  const { ctx, connection, session } = reading;
  const isLooking = connection.mode === 'observe' || connection.after_taking === 'nothing';
  const { uidvalidity: known, highest_modseq: modseq } = folder;
  const since = known !== null && modseq !== null ? { uidvalidity: known, highestModseq: modseq } : undefined;
  const opened = await session.open(folder.path, isLooking, since);
  reading.nextUids.set(folder.path, opened.uidNext);
  const where = { mailboxId: connection.mailbox_id, folder: folder.path, uidvalidity: opened.uidvalidity };
  const place = known === opened.uidvalidity ? folder : await renumber(reading, { where, folder, opened });
  await noteGone(ctx, where, [...opened.vanished, ...session.takeVanished()]);
  if (connection.mode === 'work') await takeNew(reading, { where, folder: { ...folder, ...place }, opened });
  if (!reading.ended.aborted)
    await noteFolder(ctx, where.mailboxId, folder.path, { highest_modseq: opened.highestModseq });
}

/**
 * The server numbers the folder anew (or it is new): everything in it is looked at again, from the first mail that came after
 * the connection; what the ledger has is recognised by its content.
 */
async function renumber(reading: Reading, { where, opened }: Open): Promise<FolderPlace> {
  const { ctx, connection, session } = reading;
  const first =
    connection.start_from === 'all' ? 1 : await firstSince(session, connection.connected_at, opened);
  const place = {
    uidvalidity: opened.uidvalidity,
    first_uid: first,
    last_uid: first - 1,
    highest_modseq: null,
  };
  await noteFolder(ctx, where.mailboxId, where.folder, place);
  // What was found in it was named by the old numbers.
  if (connection.start_from !== 'new' && connection.start_from !== 'all')
    await forgetHistory(ctx, where.mailboxId);
  return place;
}

async function firstSince(session: ImapSession, connectedAt: Date, opened: OpenFolder): Promise<number> {
  const at = wholeSecond(connectedAt);
  // SEARCH SINCE knows days only, in the server's time zone.
  const candidates = await session.receivedSince(new Date(at.getTime() - 24 * 3_600_000));
  for (let from = 0; from < candidates.length; from += chunkSize) {
    const described = await session.describe(candidates.slice(from, from + chunkSize));
    const late = described.filter(({ receivedAt }) => receivedAt >= at).map(({ uid }) => uid);
    if (late.length > 0) return Math.min(...late);
  }
  return opened.uidNext;
}

async function takeNew(reading: Reading, open: Open): Promise<void> {
  const { ctx, connection, session, ended } = reading;
  const { where, folder, opened } = open;
  const old = connection.start_from === 'unanswered' ? await wantedIn(ctx, where) : [];
  const last = folder.last_uid ?? 0;
  const later = await session.uidsFrom(last + 1);
  const uids = await unsighted(ctx, where, [...new Set([...old, ...later])]);
  let isWhole = true; // up to here everything was taken
  for (let from = 0; from < uids.length && !ended.aborted; from += chunkSize) {
    const chunk = uids.slice(from, from + chunkSize);
    const refused = await takeChunk(reading, open, chunk);
    isWhole &&= refused.length === 0;
    const reached = Math.max(last, ...chunk);
    if (isWhole) await noteFolder(ctx, where.mailboxId, folder.path, { last_uid: reached });
    await markTaken(reading, where);
    ctx.announce({ kind: 'intake' });
  }
  if (ended.aborted) return;
  const reached = Math.max(last, opened.uidNext - 1, ...later);
  if (isWhole && reached > last) await noteFolder(ctx, where.mailboxId, folder.path, { last_uid: reached });
  // Of a process that ended between taking and marking.
  await markTaken(reading, where);
}

/** Takes in mails of the open folder that its reader passed over. */
export async function takeMissing(
  reading: Reading,
  folder: FolderRecord,
  uids: readonly number[],
): Promise<void> {
  const opened = await reading.session.open(folder.path, reading.connection.after_taking === 'nothing');
  const { mailbox_id: mailboxId } = reading.connection;
  const where = { mailboxId, folder: folder.path, uidvalidity: opened.uidvalidity };
  for (let from = 0; from < uids.length; from += chunkSize)
    await takeChunk(reading, { where, folder, opened }, uids.slice(from, from + chunkSize));
  await markTaken(reading, where);
}

/** Takes these; answers those that the server has and does not give. */
async function takeChunk(reading: Reading, open: Open, uids: readonly number[]): Promise<number[]> {
  const { ctx, session } = reading;
  const described = await session.describe(uids);
  const there = new Set(described.map(({ uid }) => uid));
  const gone = uids.filter((uid) => !there.has(uid));
  if (gone.length > 0) await unwant(ctx, open.where, gone);
  const left = new Map(described.map((one) => [one.uid, one]));
  const copies: SeenMail[] = [];
  const keep = keeping(reading, open, left, copies);
  const work = new InFlight(mostAtOnce, mostBytesAtOnce);
  try {
    await takeSmall(reading, described, keep, work);
    await work.end();
  } finally {
    // What fails first is told; nothing is left running.
    await work.end().catch(() => undefined);
  }
  await takeLarge(reading, described, keep);
  await takeCopies(reading, open, copies);
  const refused = left.size === 0 ? [] : await session.present([...left.keys()]);
  for (const uid of refused.slice(0, 3))
    reading.trouble.push(new ImapError('imap_mail_unreadable', `${open.folder.path} UID ${uid}`));
  return refused;
}

type Keep = (one: Described, content: Content) => Promise<void>;

function keeping(reading: Reading, open: Open, left: Map<number, Described>, copies: SeenMail[]): Keep {
  const { means, ctx, connection } = reading;
  const { folder, where } = open;
  const isMarked = connection.after_taking === 'nothing' || connection.move_to === folder.path;
  return (one, content) =>
    taking.during(async () => {
      const kept = await means.files.keep(ctx.tenantId, content);
      const mail = {
        place: {
          tenant_id: ctx.tenantId,
          mailbox_id: where.mailboxId,
          folder: where.folder,
          uidvalidity: where.uidvalidity,
          uid: one.uid,
        },
        role: folder.role,
        receivedAt: one.receivedAt,
        sha256: kept.sha256,
        bytes: kept.bytes,
        isMarked,
        isCopy: false,
      };
      const outcome = await recordSeen(means, mail);
      if ('copyOf' in outcome) copies.push(mail);
      left.delete(one.uid);
    });
}

async function takeSmall(
  reading: Reading,
  described: readonly Described[],
  keep: Keep,
  work: InFlight,
): Promise<void> {
  const empty = described.filter(({ bytes }) => bytes === 0);
  for (const one of empty) await work.add(0, () => keep(one, Buffer.alloc(0)));
  const small = new Map(
    described.filter(({ bytes }) => bytes > 0 && bytes <= largeBytes).map((one) => [one.uid, one]),
  );
  try {
    for await (const { uid, raw } of reading.session.contents([...small.keys()])) {
      const one = small.get(uid);
      if (!one) continue;
      small.delete(uid);
      await work.add(raw.length, () => keep(one, raw));
      if (reading.ended.aborted) return;
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // One mail that the server can't give fails all that were asked for with it.
    for (const [uid, one] of small) {
      for await (const { raw } of given(reading.session.contents([uid])))
        await work.add(raw.length, () => keep(one, raw));
    }
  }
}

/** What is refused gives nothing. */
async function* given<T>(asked: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* asked;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

const isRefusal = (error: unknown) =>
  error instanceof ImapError && (error.fault === 'imap_command_refused' || error.fault === 'imap_busy');

async function takeLarge(reading: Reading, described: readonly Described[], keep: Keep): Promise<void> {
  for (const one of described) {
    if (one.bytes <= largeBytes) continue;
    if (reading.ended.aborted) return;
    try {
      const stream = await reading.session.stream(one.uid);
      if (stream) await keep(one, stream);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
}

/** The same content at another UID of the folder: a second copy if that one is still there, else the same mail moved about. */
async function takeCopies(
  { means, ctx, session }: Reading,
  open: Open,
  copies: readonly SeenMail[],
): Promise<void> {
  for (const copy of copies) {
    for (;;) {
      const outcome = await recordSeen(means, copy);
      if (!('copyOf' in outcome)) break;
      const isThere = (await session.present([outcome.copyOf])).length > 0;
      if (!isThere) await noteGone(ctx, open.where, [outcome.copyOf]);
      else {
        await recordSeen(means, { ...copy, isCopy: true });
        break;
      }
    }
  }
}

/** What was taken is flagged or moved, if the mailbox is set so; what could not be is done at the next look. */
async function markTaken({ ctx, connection, session, ended }: Reading, where: FolderOf): Promise<void> {
  const { after_taking: how, move_to: into } = connection;
  if (how === 'nothing') return;
  while (!ended.aborted) {
    const uids = await unmarkedIn(ctx, where, chunkSize);
    const there = await session.present(uids);
    if (there.length > 0 && how === 'flag') await session.flag(there);
    if (there.length > 0 && how === 'move' && into !== null) await session.move(there, into);
    const gone = uids.filter((uid) => !there.includes(uid));
    await noteGone(ctx, where, gone);
    await noteMarked(ctx, where, there, how === 'move');
    if (uids.length < chunkSize) return;
  }
}

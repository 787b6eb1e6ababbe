import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, contextOf, type Means } from '../../context.ts';
import { ImapError } from '../../mail/imap-errors.ts';
import { OAuthError } from '../../mail/oauth.ts';
import { SealError } from '../../secrets.ts';
import { accessTokenOf, openImap } from './access.service.ts';
import { keepListed } from './connections.service.ts';
import { type ConnectionRecord, findConnection, noteFailure, noteWell } from './connections.sql.ts';
import { loginOf } from './connections.ts';
import { readHistory } from './history.service.ts';
import { type Reading, readFolder } from './read-folder.service.ts';

export interface ReaderTimes {
  /** A look at every folder at least this often, IDLE or not. */
  readonly pollMs: number;
  /** For any answer of the server. */
  readonly patienceMs: number;
  /** The first pause after a failure; each further one is twice as long. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
}

export interface MailboxOf {
  readonly tenantId: string;
  readonly mailboxId: string;
}

/** Why a mailbox is not read, as its row tells it. */
export interface Fault {
  readonly error: string;
  readonly said: string | null;
}

/**
 * Reads a mailbox until `ended`: everything that is new at once, then whatever the server announces. Throws when the other
 * side, the database or the disk fails; `onRead` is called each time that all of it was read.
 */
export async function readMailbox(
  means: Means,
  { tenantId, mailboxId }: MailboxOf,
  times: ReaderTimes,
  ended: AbortSignal,
  onRead: () => void,
): Promise<void> {
  const ctx = contextOf(means, tenantId, { kind: 'system' });
  const first = await findConnection(ctx, mailboxId);
  if (!first || ended.aborted) return;
  const session = await openImap(ctx, loginOf(means, tenantId, first), times);
  const cut = () => session.cut();
  ended.addEventListener('abort', cut, { once: true });
  try {
    await keepListed(ctx, mailboxId, await session.folders());
    while (!ended.aborted) {
      const connection = await findConnection(ctx, mailboxId);
      if (!connection) return;
      if (connection.sign_in === 'oauth') await keepAccess(ctx, mailboxId);
      const reading = { means, ctx, connection, session, ended, trouble: [], nextUids: new Map() };
      const isWell = await lookOnce(reading);
      if (ended.aborted) return;
      if (isWell) onRead();
      await waitForMore(reading, times);
    }
  } catch (error) {
    // Cut by us.
    if (!ended.aborted) throw error;
  } finally {
    ended.removeEventListener('abort', cut);
    await session.close();
  }
}

/**
 * A session that is open outlives the access that it began with; a mailbox that could not be opened again is told of while
 * it still works, not hours later.
 */
async function keepAccess(ctx: Context, mailboxId: string): Promise<void> {
  try {
    await accessTokenOf(ctx, mailboxId);
  } catch (error) {
    if (!(error instanceof OAuthError) || error.fault !== 'oauth_unavailable') throw error;
  }
}

/** All folders once. False when something in the mailbox could not be read; its row says what. */
async function lookOnce(reading: Reading): Promise<boolean> {
  const { ctx, connection, trouble, ended } = reading;
  for (const folder of connection.folders) {
    if (!folder.is_read || ended.aborted) continue;
    try {
      await readFolder(reading, folder);
    } catch (error) {
      if (!isOfFolder(error)) throw error;
      trouble.push(new ImapError(error.fault, `${folder.path}: ${error.said ?? ''}`, error));
    }
  }
  if (ended.aborted) return false;
  const now = await findConnection(ctx, connection.mailbox_id);
  if (now && now.history_read_at === null) await readHistory({ ...reading, connection: now });
  const [first] = trouble;
  if (first) await tellFailure(ctx, connection, faultOf(first));
  else if (await noteWell(ctx, connection.mailbox_id)) ctx.announce({ kind: 'settings' });
  return !first;
}

/** The other folders can be read all the same. */
function isOfFolder(error: unknown): error is ImapError {
  return error instanceof ImapError && ['imap_no_folder', 'imap_command_refused'].includes(error.fault);
}

/** IDLE hears of one folder: the inbox, else the first one. What came to it since it was looked at is heard of by nobody. */
async function waitForMore(reading: Reading, { pollMs }: ReaderTimes): Promise<void> {
  const { session, connection, ended, nextUids } = reading;
  const read = connection.folders.filter(({ is_read, is_there }) => is_read && is_there);
  const heard = read.find(({ role }) => role === 'inbox') ?? read[0];
  if (!heard) return pause(pollMs, ended);
  try {
    const { uidNext } = await session.open(heard.path, true);
    if (uidNext > (nextUids.get(heard.path) ?? 0)) return;
  } catch (error) {
    if (!isOfFolder(error)) throw error;
    return pause(pollMs, ended);
  }
  await session.waitForNews(pollMs, ended);
}

/** A pause that the end cuts short. */
export async function pause(ms: number, ended: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: ended }).catch(() => undefined);
}

/** Writes why it is not read, and tells consoles when that is news. Never throws: the database itself may be what fails. */
export async function tellFailure(
  ctx: Context,
  { mailbox_id }: Pick<ConnectionRecord, 'mailbox_id'>,
  fault: Fault,
): Promise<void> {
  try {
    if (!(await noteFailure(ctx, mailbox_id, fault))) return;
    ctx.log.warn({ mailboxId: mailbox_id, ...fault }, 'a mailbox is not read');
    ctx.announce({ kind: 'settings' });
  } catch (err) {
    ctx.log.warn({ err, mailboxId: mailbox_id }, 'a mailbox is not read, and that could not be written');
  }
}

export function faultOf(error: unknown): Fault {
  if (error instanceof ImapError) return { error: error.fault, said: error.said };
  if (error instanceof OAuthError) return { error: error.fault, said: error.said };
  if (error instanceof SealError) return { error: 'secret_unreadable', said: null };
  const { code, message } = error as { code?: string; message?: string };
  return { error: 'mail_not_kept', said: (code ?? message ?? String(error)).slice(0, 300).toWellFormed() };
}

import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import type {
  connectMailbox,
  MailboxConnection,
  startMailbox,
  tryConnection,
} from '../../../shared/mailboxes.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { ImapError } from '../../mail/imap-errors.ts';
import type { ImapFolder } from '../../mail/imap-folders.ts';
import { OAuthError } from '../../mail/oauth.ts';
import { badFields, Problem } from '../../problem.ts';
import { SealError } from '../../secrets.ts';
import { dropUnusedAuthorization, openImap } from './access.service.ts';
import { findAuthorization } from './authorizations.sql.ts';
import {
  type ConnectionRecord,
  deleteConnection,
  findConnection,
  startConnection,
  upsertConnection,
} from './connections.sql.ts';
import {
  connectionShown,
  foldersShown,
  type ImapLogin,
  isReadAtFirst,
  loginOf,
  secretOwner,
  wholeSecond,
} from './connections.ts';
import { chooseFolders, keepFolders, wantAll } from './folders.sql.ts';
import { wantUnanswered } from './history.sql.ts';
import { requireMailbox } from './mailboxes.service.ts';

/** A person is waiting for the answer. */
const patienceMs = 15_000;

/** Signs in and lists the folders; nothing is kept. Problems: not_found, `required` for a password that is not known. */
export async function tryConnectionOf(
  ctx: Context,
  id: string,
  given: BodyOf<typeof tryConnection>,
): Promise<AnswerOf<typeof tryConnection>> {
  requirePermission(ctx, 'settings:write');
  await requireMailbox(ctx, id);
  const login = await givenLogin(ctx, id, given, await findConnection(ctx, id));
  try {
    return { problem: null, server_said: null, folders: foldersShown(await lookInto(ctx, login)) };
  } catch (error) {
    if (!(error instanceof ImapError || error instanceof OAuthError)) throw error;
    return { problem: error.fault, server_said: error.said, folders: [] };
  }
}

/**
 * Connects a mailbox, or changes its connection. A new one is only looked at until `startMailboxOf`. The server is asked
 * first when anything about the sign-in is new. Problems: not_found, unprocessable imap_…, `unknown_value` for folders.
 */
export async function connectMailboxOf(
  ctx: Context,
  id: string,
  given: BodyOf<typeof connectMailbox>,
): Promise<MailboxConnection> {
  requirePermission(ctx, 'settings:write');
  await requireMailbox(ctx, id);
  const known = await findConnection(ctx, id);
  if ((given.after_taking === 'move') !== (given.move_to !== null))
    throw badFields([{ field: 'move_to', code: given.move_to === null ? 'required' : 'invalid' }]);
  const isSame = known !== undefined && given.password === undefined && isSameSignIn(given, known);
  const login = await givenLogin(ctx, id, given, known);
  const listed = isSame ? null : await lookOrRefuse(ctx, login);
  requireListed(given, listed?.map(({ path }) => path) ?? known?.folders.map(({ path }) => path) ?? []);
  const { after_taking, move_to } = given;
  const { host, port, security, username, signIn } = login;
  await inTransaction(ctx, async (tx) => {
    await upsertConnection(tx, id, {
      ...{ host, port, security, username, after_taking, move_to },
      sign_in: given.sign_in,
      secret: signIn === 'oauth' ? null : tx.secrets.seal(secretOwner(tx.tenantId, id), signIn.password),
    });
    await dropUnusedAuthorization(tx, id);
    if (listed) await keepListed(tx, id, listed);
    if (given.folders) await chooseFolders(tx, id, given.folders);
    tx.announce({ kind: 'settings' });
  });
  return requireConnection(ctx, id);
}

/** What was taken stays; mail that comes later is not seen. Problems: not_found. */
export async function disconnectMailboxOf(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteConnection(tx, id))) throw new Problem('not_found', 'not_found');
    await dropUnusedAuthorization(tx, id);
    tx.announce({ kind: 'settings' });
  });
}

/** The one switch from looking to working. Problems: not_found, conflict already_started. */
export async function startMailboxOf(
  ctx: Context,
  id: string,
  { from }: BodyOf<typeof startMailbox>,
): Promise<MailboxConnection> {
  requirePermission(ctx, 'settings:write');
  await requireConnection(ctx, id);
  await inTransaction(ctx, async (tx) => {
    if (!(await startConnection(tx, id, from))) throw new Problem('conflict', 'already_started');
    if (from === 'unanswered') await wantUnanswered(tx, id);
    if (from === 'all') await wantAll(tx, id);
    tx.announce({ kind: 'settings' });
  });
  return requireConnection(ctx, id);
}

/** Whether something reached a mailbox before it was connected: no machine ever answers that. */
export async function isBeforeConnection(
  ctx: Context,
  mailboxId: string,
  receivedAt: Date,
): Promise<boolean> {
  const connection = await findConnection(ctx, mailboxId);
  return connection !== undefined && receivedAt < wholeSecond(connection.connected_at);
}

/** The folders of the server, kept as they are now; those met for the first time are read when they hold customers' mail. */
export async function keepListed(ctx: Context, id: string, listed: readonly ImapFolder[]): Promise<void> {
  const known = await findConnection(ctx, id);
  const isFirst = !known || known.folders.length === 0;
  await keepFolders(
    ctx,
    id,
    listed.map((folder) => ({
      path: folder.path,
      role: folder.role,
      is_read: isFirst && isReadAtFirst(folder),
      uidvalidity: folder.uidvalidity,
      next_uid: folder.uidNext,
    })),
  );
}

type GivenServer = BodyOf<typeof tryConnection>;

/** The kept password goes to the server it was given for, and to no other. */
async function givenLogin(
  ctx: Context,
  mailboxId: string,
  given: GivenServer,
  known: ConnectionRecord | undefined,
): Promise<ImapLogin> {
  const { host, port, security, username, password } = given;
  const server = { mailboxId, host, port, security, username };
  if (given.sign_in === 'oauth') {
    const authorization = await findAuthorization(ctx, mailboxId);
    if (!authorization) throw badFields([{ field: 'sign_in', code: 'oauth_sign_in_needed' }]);
    // An access token goes to its provider, and to no server that somebody names.
    const { imap } = ctx.mail.providers[authorization.provider];
    return { mailboxId, ...imap, username: authorization.username, signIn: 'oauth' };
  }
  if (password !== undefined) return { ...server, signIn: { password } };
  if (!known || !isSameSignIn(given, known)) throw badFields([{ field: 'password', code: 'required' }]);
  try {
    return loginOf(ctx, ctx.tenantId, known);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw badFields([{ field: 'password', code: 'secret_unreadable' }]);
  }
}

function isSameSignIn(given: GivenServer, known: ConnectionRecord): boolean {
  const { host, port, security, username, sign_in } = known;
  if (given.sign_in !== sign_in) return false;
  if (sign_in === 'oauth') return true;
  const isSameServer = given.host === host && given.port === port && given.security === security;
  return isSameServer && given.username === username;
}

async function lookInto(ctx: Context, login: ImapLogin): Promise<ImapFolder[]> {
  const session = await openImap(ctx, login, { patienceMs });
  try {
    return await session.folders();
  } finally {
    await session.close();
  }
}

async function lookOrRefuse(ctx: Context, login: ImapLogin): Promise<ImapFolder[]> {
  try {
    return await lookInto(ctx, login);
  } catch (error) {
    if (!(error instanceof ImapError || error instanceof OAuthError)) throw error;
    ctx.log.info(
      { fault: error.fault, said: error.said, host: login.host },
      'a mailbox could not be connected',
    );
    throw new Problem('unprocessable', error.fault, { cause: error });
  }
}

function requireListed(given: BodyOf<typeof connectMailbox>, paths: readonly string[]): void {
  const isWrong = (path: string) => !paths.includes(path);
  if (given.folders?.some(isWrong)) throw badFields([{ field: 'folders', code: 'unknown_value' }]);
  if (given.move_to !== null && (isWrong(given.move_to) || given.folders?.includes(given.move_to)))
    throw badFields([{ field: 'move_to', code: isWrong(given.move_to) ? 'unknown_value' : 'invalid' }]);
}

async function requireConnection(ctx: Context, id: string): Promise<MailboxConnection> {
  const found = await findConnection(ctx, id);
  if (!found) throw new Problem('not_found', 'not_found');
  return connectionShown(found);
}

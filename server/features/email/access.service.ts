import { type Context, inTransaction } from '../../context.ts';
import { connectImap, type ImapOptions, type ImapSession } from '../../mail/imap.ts';
import { ImapError } from '../../mail/imap-errors.ts';
import { appAccess, type Granted, type MailApp, OAuthError, refreshAccess } from '../../mail/oauth.ts';
import { PrivatePlaceError } from '../../mail/places.ts';
import {
  type AppRecord,
  type AuthorizationRecord,
  deleteAuthorization,
  findApp,
  findAuthorization,
  replaceRefreshToken,
} from './authorizations.sql.ts';
import { findConnection } from './connections.sql.ts';
import { appSecretOwner, type ImapLogin, refreshTokenOwner } from './connections.ts';
import { findSender } from './senders.sql.ts';

/** Opens the secrets of the business's application. Throws SealError. */
export function mailAppOf(ctx: Context, record: AppRecord): MailApp {
  const open = (part: 'client' | 'service', sealed: Buffer) =>
    ctx.secrets.open(appSecretOwner(ctx.tenantId, record.provider, part), sealed);
  const { client_id: id, client_secret: secret, service_account: account, service_key: key } = record;
  return {
    provider: ctx.mail.providers[record.provider],
    directory: record.directory,
    client: id !== null && secret !== null ? { id, secret: open('client', secret) } : null,
    service: account !== null && key !== null ? { account, key: open('service', key) } : null,
  };
}

const tokenKey = (ctx: Context, mailboxId: string) => `${ctx.tenantId} ${mailboxId}`;

/**
 * An access token of a mailbox that signs in with Google or Microsoft; `refused` is one that a server did not accept. Throws
 * OAuthError, SealError.
 */
export function accessTokenOf(ctx: Context, mailboxId: string, refused?: string): Promise<string> {
  const key = tokenKey(ctx, mailboxId);
  if (refused !== undefined) ctx.mail.tokens.forget(key, refused);
  return ctx.mail.tokens.of(key, () => obtain(ctx, mailboxId));
}

/** Whoever comes next asks the provider, with what is known by then. */
export function forgetAccess(ctx: Context, mailboxId: string): void {
  ctx.mail.tokens.forget(tokenKey(ctx, mailboxId));
}

async function obtain(ctx: Context, mailboxId: string): Promise<Granted> {
  const known = await findAuthorization(ctx, mailboxId);
  if (!known) throw new OAuthError('oauth_sign_in_needed', null);
  const app = await appOf(ctx, known);
  if (known.kind === 'app') return appAccess(app, known.username);
  // One at a time in all processes: a provider that replaces refresh tokens takes each of them once.
  return inTransaction(ctx, async (tx) => {
    const now = await findAuthorization(tx, mailboxId, 'locked');
    if (!now?.refresh_token) throw new OAuthError('oauth_sign_in_needed', null);
    const owner = refreshTokenOwner(tx.tenantId, mailboxId);
    const granted = await refreshAccess(app, tx.secrets.open(owner, now.refresh_token));
    if (granted.refreshToken !== null)
      await replaceRefreshToken(tx, mailboxId, tx.secrets.seal(owner, granted.refreshToken));
    return granted;
  });
}

async function appOf(ctx: Context, { provider }: AuthorizationRecord): Promise<MailApp> {
  const record = await findApp(ctx, provider);
  if (!record) throw new OAuthError('oauth_app_refused', null);
  return mailAppOf(ctx, record);
}

/** Signs in at a mail server. Throws ImapError, OAuthError, SealError. */
export async function openImap(
  ctx: Context,
  { signIn, mailboxId, ...server }: ImapLogin,
  options: ImapOptions,
): Promise<ImapSession> {
  const place = await imapPlace(ctx, server.host);
  const all = { ...options, ...(ctx.mail.ca !== undefined && { ca: ctx.mail.ca }) };
  if (signIn !== 'oauth') return connectImap({ ...server, ...place, signIn }, all);
  const accessToken = await accessTokenOf(ctx, mailboxId);
  try {
    return await connectImap({ ...server, ...place, signIn: { accessToken } }, all);
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  // Taken back before its time, it may be; a new one tells.
  const another = await accessTokenOf(ctx, mailboxId, accessToken);
  try {
    return await connectImap({ ...server, ...place, signIn: { accessToken: another } }, all);
  } catch (error) {
    throw isRefused(error) ? new ImapError('imap_oauth_refused', error.said, error) : error;
  }
}

const isRefused = (error: unknown): error is ImapError =>
  error instanceof ImapError && error.fault === 'imap_wrong_password';

async function imapPlace(ctx: Context, host: string) {
  try {
    return await ctx.mail.placeOf(host);
  } catch (error) {
    if (error instanceof PrivatePlaceError) throw new ImapError('private_host', null, error);
    throw new ImapError('imap_no_host', (error as Error).message, error);
  }
}

/** What nothing signs in with any more is forgotten. */
export async function dropUnusedAuthorization(ctx: Context, mailboxId: string): Promise<void> {
  const [connection, sender] = [await findConnection(ctx, mailboxId), await findSender(ctx, mailboxId)];
  if (connection?.sign_in === 'oauth' || sender?.sign_in === 'oauth') return;
  await deleteAuthorization(ctx, mailboxId);
  forgetAccess(ctx, mailboxId);
}

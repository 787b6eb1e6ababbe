import { createHash, timingSafeEqual } from 'node:crypto';
import type { BodyOf } from '../../../shared/endpoint.ts';
import type { authorizeApp, beginAuthorization, Provider } from '../../../shared/mail-apps.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import {
  appAccess,
  authorizationUrl,
  type MailApp,
  newState,
  newVerifier,
  OAuthError,
  redeemCode,
} from '../../mail/oauth.ts';
import { badFields, Problem } from '../../problem.ts';
import { forgetAccess, mailAppOf } from './access.service.ts';
import {
  findApp,
  insertRequest,
  type RequestRecord,
  takeRequest,
  upsertAuthorization,
} from './authorizations.sql.ts';
import { findConnection, upsertConnection } from './connections.sql.ts';
import { refreshTokenOwner } from './connections.ts';
import { callbackPath } from './mail-apps.service.ts';
import { requireMailbox } from './mailboxes.service.ts';
import { findSender, upsertSender } from './senders.sql.ts';

const minutes = 10;

/** The browser that asks: only it can come back. */
export interface Asker {
  readonly sessionToken: string;
  /** Where it reaches this console. */
  readonly origin: string;
}

/** Problems: not_found, `oauth_no_app`. */
export async function beginAuthorizationOf(
  ctx: Context,
  mailboxId: string,
  given: BodyOf<typeof beginAuthorization>,
  { sessionToken, origin }: Asker,
): Promise<{ url: string }> {
  requirePermission(ctx, 'settings:write');
  await requireMailbox(ctx, mailboxId);
  const { provider, username, also_sends } = given;
  const app = await requireApp(ctx, provider, 'person');
  const way = { state: newState(), verifier: newVerifier(), redirectUrl: `${origin}${callbackPath}` };
  await insertRequest(ctx, hash(way.state), {
    mailbox_id: mailboxId,
    provider,
    username,
    session_hash: hash(sessionToken),
    verifier: ctx.secrets.seal(verifierOwner(ctx, mailboxId), way.verifier),
    redirect_url: way.redirectUrl,
    also_sends,
    ends_at: new Date(ctx.now().getTime() + minutes * 60_000),
  });
  return { url: await authorizationUrl(app, username, way) };
}

/**
 * Back from the provider's page. Answers which mailbox it was about and why it came to nothing; a state that is not known here,
 * was used, is too old or was begun by another session is nobody's.
 */
export async function endAuthorizationOf(
  ctx: Context,
  answered: URLSearchParams,
  sessionToken: string,
): Promise<{ mailboxId: string | null; problem: string | null }> {
  requirePermission(ctx, 'settings:write');
  const state = answered.get('state') ?? '';
  const request = await takeRequest(ctx, hash(state));
  const isOurs =
    request !== undefined &&
    request.ends_at > ctx.now() &&
    timingSafeEqual(request.session_hash, hash(sessionToken));
  if (!isOurs) return { mailboxId: null, problem: 'oauth_state_unknown' };
  const { mailbox_id: mailboxId, provider } = request;
  try {
    const app = await requireApp(ctx, provider, 'person');
    const verifier = ctx.secrets.open(verifierOwner(ctx, mailboxId), request.verifier);
    const way = { state, verifier, redirectUrl: request.redirect_url };
    const granted = await redeemCode(app, answered, way);
    if (granted.refreshToken === null) return { mailboxId, problem: 'oauth_not_lasting' };
    await keep(ctx, request, { kind: 'person', refreshToken: granted.refreshToken });
    return { mailboxId, problem: null };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    ctx.log.info({ fault: error.fault, said: error.said, mailboxId }, 'a mailbox could not be authorized');
    // Whoever said no there has not been signed out of anything.
    const isRefused = answered.get('error') === 'access_denied';
    return { mailboxId, problem: isRefused ? 'oauth_denied' : error.fault };
  }
}

/** Problems: not_found, `oauth_no_app`, unprocessable oauth_…. */
export async function authorizeAppOf(
  ctx: Context,
  mailboxId: string,
  given: BodyOf<typeof authorizeApp>,
): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await requireMailbox(ctx, mailboxId);
  const app = await requireApp(ctx, given.provider, 'app');
  try {
    await appAccess(app, given.username);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    ctx.log.info({ fault: error.fault, said: error.said }, 'a mailbox could not be authorized');
    throw new Problem('unprocessable', error.fault, { cause: error });
  }
  await keep(ctx, { mailbox_id: mailboxId, ...given }, { kind: 'app', refreshToken: null });
}

/** The mailbox is read and, if wanted, sends where its provider says; what it had of its own stays otherwise as it was. */
async function keep(
  ctx: Context,
  request: Pick<RequestRecord, 'mailbox_id' | 'provider' | 'username' | 'also_sends'>,
  { kind, refreshToken }: { kind: 'person' | 'app'; refreshToken: string | null },
): Promise<void> {
  const { mailbox_id, provider, username } = request;
  const { imap, smtp } = ctx.mail.providers[provider];
  await inTransaction(ctx, async (tx) => {
    const owner = refreshTokenOwner(tx.tenantId, mailbox_id);
    const refresh_token = refreshToken === null ? null : tx.secrets.seal(owner, refreshToken);
    await upsertAuthorization(tx, {
      ...{ mailbox_id, provider, kind, username, refresh_token },
      granted_at: tx.now(),
    });
    const connection = await findConnection(tx, mailbox_id);
    const { after_taking, move_to } = connection ?? { after_taking: 'nothing', move_to: null };
    await upsertConnection(tx, mailbox_id, {
      ...{ ...imap, username, after_taking, move_to },
      sign_in: 'oauth',
      secret: null,
    });
    const sender = await findSender(tx, mailbox_id);
    if (request.also_sends || sender?.sign_in === 'oauth')
      await upsertSender(tx, mailbox_id, {
        ...{ ...smtp, username, from_name: sender?.from_name ?? null },
        sign_in: 'oauth',
        secret: null,
      });
    tx.announce({ kind: 'settings' });
  });
  forgetAccess(ctx, mailbox_id);
}

async function requireApp(ctx: Context, provider: Provider, kind: 'person' | 'app'): Promise<MailApp> {
  const record = await findApp(ctx, provider);
  const app = record && mailAppOf(ctx, record);
  const isReady = kind === 'person' || provider === 'microsoft' ? app?.client : app?.service;
  if (!app || !isReady) throw badFields([{ field: 'provider', code: 'oauth_no_app' }]);
  // A service account acts for itself; a person never does through it.
  return kind === 'person' ? { ...app, service: null } : app;
}

const verifierOwner = (ctx: Context, mailboxId: string) => `verifier ${ctx.tenantId} ${mailboxId}`;
const hash = (text: string) => createHash('sha256').update(text).digest();

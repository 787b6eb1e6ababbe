import type { Context } from '../../context.ts';
import { Problem } from '../../problem.ts';
import {
  deleteTokensExpiredBefore,
  insertToken,
  revokeToken,
  selectLiveToken,
  selectOwnerOfToken,
} from './access-tokens.sql.ts';
import type { KnownApiClient } from './oauth.service.ts';
import { newSecret } from './random-text.ts';
import { secretHash } from './secret-hash.ts';

export const tokenSeconds = 3600;
const keptAfterExpiryMs = 7 * 24 * 3_600_000;

/**
 * A new token for a client that has proved itself; earlier ones live on. `scope` is a space-separated part of the client's
 * own scopes, null or empty for all of them; else bad_request `invalid_scope`.
 */
export async function issueToken(
  ctx: Context,
  client: KnownApiClient,
  scope: string | null,
): Promise<string> {
  const wanted = [...new Set((scope ?? '').split(' ').filter((each) => each !== ''))];
  if (!wanted.every((each) => client.scopes.includes(each)))
    throw new Problem('bad_request', 'invalid_scope');
  const token = newSecret();
  const now = ctx.now();
  await insertToken(ctx, {
    token_hash: secretHash(token),
    api_client_id: client.id,
    scopes: wanted.length > 0 ? wanted : [...client.scopes],
    issued_at: now,
    expires_at: new Date(now.getTime() + tokenSeconds * 1000),
  });
  return token;
}

/** RFC 7009, 2.1: ends a token of the client itself; an unknown one is fine; another client's: `unauthorized_client`. */
export async function revokeOwnToken(ctx: Context, client: KnownApiClient, token: string): Promise<void> {
  const hash = secretHash(token);
  const owner = await selectOwnerOfToken(ctx, hash);
  if (owner === null) return;
  if (owner !== client.id) throw new Problem('bad_request', 'unauthorized_client');
  await revokeToken(ctx, hash, ctx.now());
  ctx.announce({ kind: 'access' });
}

/** What RFC 7662 tells about a token of this tenant; null when it is not (any more) a live one. Instants in seconds. */
export async function inspectToken(ctx: Context, token: string) {
  const row = await selectLiveToken(ctx, secretHash(token), ctx.now());
  if (!row) return null;
  return {
    clientId: row.client_id,
    scopes: effectiveScopes(row),
    issuedAtSeconds: Math.floor(row.issued_at.getTime() / 1000),
    expiresAtSeconds: Math.floor(row.expires_at.getTime() / 1000),
  };
}

/** A scope taken away from the client is taken away from its tokens as well. */
export function effectiveScopes(token: {
  scopes: readonly string[];
  client_scopes: readonly string[];
}): string[] {
  return token.scopes.filter((scope) => token.client_scopes.includes(scope));
}

/** Deletes the tokens of these tenants that expired more than 7 days ago; answers how many. */
export async function sweepTokens(
  db: Context['db'],
  tenantIds: readonly string[],
  now: Date,
): Promise<number> {
  return await deleteTokensExpiredBefore(db, tenantIds, new Date(now.getTime() - keptAfterExpiryMs));
}

import type { Scope } from '../../../shared/permissions.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { revokeTokensOfClient } from './access-tokens.sql.ts';
import {
  insertApiClient,
  lockApiClient,
  selectActiveByClientIds,
  selectApiClients,
  updateApiClient,
} from './api-clients.sql.ts';
import type { Credentials } from './credentials.ts';
import { newSecret, randomText } from './random-text.ts';
import { isSecret, secretHash } from './secret-hash.ts';

const clientIdLength = 24;

export interface NewApiClient {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** null or missing: the installation's default. */
  readonly requests_per_minute?: number | null | undefined;
}

/** Adds an API client; `id` is the uuid. The secret is given here once and stored only as its SHA-256. */
export async function addApiClient(
  ctx: Context,
  given: NewApiClient,
): Promise<{ id: string; client_id: string; client_secret: string }> {
  requirePermission(ctx, 'settings:write');
  const secret = newSecret();
  const row = {
    id: newId(),
    client_id: randomText(clientIdLength),
    name: given.name.trim(),
    secret_hash: secretHash(secret),
    scopes: [...new Set(given.scopes)],
    requests_per_minute: given.requests_per_minute ?? null,
    created_at: ctx.now(),
  };
  await insertApiClient(ctx, row);
  ctx.announce({ kind: 'settings' });
  return { id: row.id, client_id: row.client_id, client_secret: secret };
}

export type ApiClientChanges = Partial<NewApiClient> & { readonly is_active?: boolean | undefined };

/** Changes an API client. Scopes taken away end for live tokens too; deactivation ends all of its tokens. not_found, also once revoked. */
export async function changeApiClient(ctx: Context, id: string, changes: ApiClientChanges): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await inTransaction(ctx, async (tx) => {
    const client = await lockApiClient(tx, id);
    if (!client || client.revoked_at !== null) throw new Problem('not_found', 'not_found');
    await updateApiClient(tx, id, {
      ...(changes.name !== undefined && { name: changes.name.trim() }),
      ...(changes.scopes !== undefined && { scopes: [...new Set(changes.scopes)] }),
      ...(changes.requests_per_minute !== undefined && { requests_per_minute: changes.requests_per_minute }),
      ...(changes.is_active !== undefined && { is_active: changes.is_active }),
    });
    // Also when it becomes active again: a token issued while it was being deactivated must not come back to life.
    const isSwitched = changes.is_active !== undefined && changes.is_active !== client.is_active;
    if (isSwitched) await revokeTokensOfClient(tx, id, tx.now());
    tx.announce({ kind: 'settings' });
  });
}

/** Revokes an API client for good; all of its tokens end at once. not_found for an unknown one; again: nothing happens. */
export async function revokeApiClient(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await inTransaction(ctx, async (tx) => {
    const client = await lockApiClient(tx, id);
    if (!client) throw new Problem('not_found', 'not_found');
    if (client.revoked_at !== null) return;
    await updateApiClient(tx, id, { is_active: false, revoked_at: tx.now() });
    await revokeTokensOfClient(tx, id, tx.now());
    tx.announce({ kind: 'settings' });
  });
}

/** Newest first, revoked ones included. */
export async function listApiClients(ctx: Context) {
  requirePermission(ctx, 'settings:read');
  return await selectApiClients(ctx);
}

export interface KnownApiClient {
  readonly id: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** The active client that one of these readings of its credentials proves; null when none does. */
export async function provenClient(
  ctx: Context,
  readings: readonly Credentials[],
): Promise<KnownApiClient | null> {
  const rows = await selectActiveByClientIds(
    ctx,
    readings.map((reading) => reading.clientId),
  );
  for (const { clientId, secret } of readings) {
    const row = rows.find((each) => each.client_id === clientId);
    if (row && isSecret(secret, row.secret_hash)) return { id: row.id, clientId, scopes: row.scopes };
  }
  return null;
}

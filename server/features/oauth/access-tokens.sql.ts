import { type Kysely, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

export interface NewTokenRow {
  readonly token_hash: Buffer;
  readonly api_client_id: string;
  readonly scopes: string[];
  readonly issued_at: Date;
  readonly expires_at: Date;
}

export async function insertToken({ tenantId, db }: Scope, row: NewTokenRow): Promise<void> {
  await db
    .insertInto('access_tokens')
    .values({ tenant_id: tenantId, ...row })
    .execute();
}

/** A token that is neither expired nor revoked, of a client that is active. */
export async function selectLiveToken({ tenantId, db }: Scope, tokenHash: Buffer, now: Date) {
  return await db
    .selectFrom('access_tokens as t')
    .innerJoin('api_clients as c', (join) =>
      join.onRef('c.tenant_id', '=', 't.tenant_id').onRef('c.id', '=', 't.api_client_id'),
    )
    .select([
      'c.id',
      'c.client_id',
      'c.requests_per_minute',
      'c.scopes as client_scopes',
      't.scopes',
      't.issued_at',
      't.expires_at',
    ])
    .where('t.tenant_id', '=', tenantId)
    .where('t.token_hash', '=', tokenHash)
    .where('t.revoked_at', 'is', null)
    .where('t.expires_at', '>', now)
    .where('c.is_active', '=', true)
    .where('c.revoked_at', 'is', null)
    .executeTakeFirst();
}

export async function selectOwnerOfToken({ tenantId, db }: Scope, tokenHash: Buffer) {
  const row = await db
    .selectFrom('access_tokens')
    .select('api_client_id')
    .where('tenant_id', '=', tenantId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row?.api_client_id ?? null;
}

export async function revokeToken({ tenantId, db }: Scope, tokenHash: Buffer, now: Date): Promise<void> {
  await db
    .updateTable('access_tokens')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenantId)
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .execute();
}

export async function revokeTokensOfClient(
  { tenantId, db }: Scope,
  clientId: string,
  now: Date,
): Promise<void> {
  await db
    .updateTable('access_tokens')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenantId)
    .where('api_client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Served by access_tokens_by_expiry, one range per tenant. */
export async function deleteTokensExpiredBefore(
  db: Kysely<DB>,
  tenantIds: readonly string[],
  before: Date,
): Promise<number> {
  const deleted = await sql`delete from access_tokens
    where tenant_id = any(${tenantIds}::uuid[]) and expires_at < ${before}`.execute(db);
  return Number(deleted.numAffectedRows ?? 0);
}

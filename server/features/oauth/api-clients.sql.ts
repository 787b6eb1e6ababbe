import type { Context } from '../../context.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

export interface NewApiClientRow {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  readonly secret_hash: Buffer;
  readonly scopes: string[];
  readonly requests_per_minute: number | null;
  readonly created_at: Date;
}

export async function insertApiClient({ tenantId, db }: Scope, row: NewApiClientRow): Promise<void> {
  await db
    .insertInto('api_clients')
    .values({ tenant_id: tenantId, ...row })
    .execute();
}

export interface ApiClientRecord {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly is_active: boolean;
  readonly requests_per_minute: number | null;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

/** Newest first, revoked ones included. */
export async function selectApiClients({ tenantId, db }: Scope): Promise<ApiClientRecord[]> {
  return await db
    .selectFrom('api_clients')
    .select([
      'id',
      'client_id',
      'name',
      'scopes',
      'is_active',
      'requests_per_minute',
      'created_at',
      'revoked_at',
      'last_used_at',
    ])
    .where('tenant_id', '=', tenantId)
    .orderBy('id', 'desc')
    .execute();
}

export async function lockApiClient({ tenantId, db }: Scope, id: string) {
  return await db
    .selectFrom('api_clients')
    .select(['id', 'is_active', 'revoked_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Those of the named clients that may ask for tokens. */
export async function selectActiveByClientIds({ tenantId, db }: Scope, clientIds: readonly string[]) {
  return await db
    .selectFrom('api_clients')
    .select(['id', 'client_id', 'secret_hash', 'scopes'])
    .where('tenant_id', '=', tenantId)
    .where('client_id', 'in', clientIds)
    .where('is_active', '=', true)
    .where('revoked_at', 'is', null)
    .execute();
}

export type ApiClientColumns = Partial<{
  name: string;
  scopes: string[];
  requests_per_minute: number | null;
  is_active: boolean;
  revoked_at: Date;
}>;

export async function updateApiClient(
  { tenantId, db }: Scope,
  id: string,
  columns: ApiClientColumns,
): Promise<void> {
  if (Object.keys(columns).length === 0) return;
  await db
    .updateTable('api_clients')
    .set(columns)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export async function touchApiClient({ tenantId, db }: Scope, id: string, now: Date): Promise<void> {
  await db
    .updateTable('api_clients')
    .set({ last_used_at: now })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

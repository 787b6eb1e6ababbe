import { type Kysely, sql } from 'kysely';
import type { DB } from '../../database/schema.ts';
import { newId } from '../../database/uuid.ts';
import { defaultLists, defaultStatuses, firstStatusId } from './default-lists.ts';

type Db = Kysely<DB>;

export interface NewTenant {
  readonly id: string;
  readonly name: string;
  readonly language: string;
}

/** Tenants are added one after the other: whether hosts are needed depends on how many there are. */
export async function lockTenants(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pniya tenants'))`.execute(db);
}

export async function selectTenants(db: Db) {
  const tenants = await db.selectFrom('tenants').selectAll().orderBy('tenant_id').execute();
  const hosts = await db.selectFrom('tenant_hosts').selectAll().orderBy('host').execute();
  return tenants.map((tenant) => ({
    ...tenant,
    hosts: hosts.filter((row) => row.tenant_id === tenant.tenant_id).map((row) => row.host),
  }));
}

export async function selectTenant(db: Db, tenantId: string) {
  return await db.selectFrom('tenants').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** Every host with its tenant, and up to two tenants: what finding the tenant of a request needs. */
export async function selectHosts(db: Db) {
  const hosts = await db.selectFrom('tenant_hosts').selectAll().execute();
  const firstTwo = await db.selectFrom('tenants').select('tenant_id').limit(2).execute();
  return { hosts, firstTwo };
}

export async function insertTenant(db: Db, tenant: NewTenant): Promise<void> {
  const tenant_id = tenant.id;
  await db
    .insertInto('tenants')
    .values({ tenant_id, name: tenant.name, language: tenant.language })
    .execute();
  await db.insertInto('tenant_counters').values({ tenant_id, name: 'ticket' }).execute();
}

export async function insertHosts(db: Db, tenantId: string, hosts: readonly string[]): Promise<void> {
  await sql`insert into tenant_hosts (host, tenant_id)
    select host, ${tenantId}::uuid from unnest(${hosts}::text[]) as host
    on conflict (host) do nothing`.execute(db);
}

export async function selectOwnersOfHosts(db: Db, hosts: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('tenant_hosts')
    .select('tenant_id')
    .where('host', 'in', [...hosts, ''])
    .execute();
  return rows.map((row) => row.tenant_id);
}

export async function insertDefaultLists(db: Db, tenantId: string): Promise<void> {
  const statuses = defaultStatuses.map((status, position) => ({
    ...status,
    tenant_id: tenantId,
    id: position === 0 ? firstStatusId : newId(),
    position,
  }));
  await db.insertInto('statuses').values(statuses).execute();
  for (const table of ['departments', 'priorities', 'account_statuses', 'account_types'] as const) {
    const rows = defaultLists[table].map((name, position) => ({
      tenant_id: tenantId,
      id: newId(),
      name,
      position,
    }));
    await db.insertInto(table).values(rows).execute();
  }
}

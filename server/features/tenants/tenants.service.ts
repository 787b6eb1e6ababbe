import type { Context } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { Remembered } from '../../remembered.ts';
import { hostKey, hostKeyOfTyped } from './host-name.ts';
import {
  insertDefaultLists,
  insertHosts,
  insertTenant,
  lockTenants,
  selectHosts,
  selectOwnersOfHosts,
  selectTenant,
  selectTenants,
} from './tenants.sql.ts';

type Db = Context['db'];

/** A tenant added by another process without a notice (the command line) is found after this time at the latest. */
const keepHostsMs = 10_000;

export interface NewTenant {
  readonly name: string;
  /** Host names that find this tenant; needed as soon as there is more than one tenant. */
  readonly hosts?: readonly string[];
  readonly language?: 'he' | 'en';
}

/**
 * Makes a tenant with its counter and its default lists. Problems: bad_request `host_required` when it would be one of
 * several and it, or the one that was alone so far, has no host; `invalid` for a host that is none; conflict `host_taken`.
 * `db` may be a transaction.
 */
export async function addTenant(db: Db, given: NewTenant): Promise<{ tenantId: string }> {
  const name = given.name.trim();
  if (name === '')
    throw new Problem('bad_request', 'invalid_request', { fields: [{ field: 'name', code: 'required' }] });
  const hosts = keysOf(given.hosts ?? []);
  const tenantId = newId();
  const add = async (trx: Db) => {
    await lockTenants(trx);
    const others = await selectTenants(trx);
    const isHostMissing = hosts.length === 0 || others.some((other) => other.hosts.length === 0);
    if (others.length > 0 && isHostMissing) throw new Problem('bad_request', 'host_required');
    await insertTenant(trx, { id: tenantId, name, language: given.language ?? 'he' });
    await claimHosts(trx, tenantId, hosts);
    await insertDefaultLists(trx, tenantId);
  };
  await (db.isTransaction ? add(db) : db.transaction().execute(add));
  return { tenantId };
}

/** Gives a tenant more host names. Problems: not_found; `invalid` for a host that is none; conflict `host_taken`. */
export async function addTenantHosts(db: Db, tenantId: string, hosts: readonly string[]): Promise<void> {
  const keys = keysOf(hosts);
  if (!(await selectTenant(db, tenantId))) throw new Problem('not_found', 'not_found');
  await db.transaction().execute(async (trx) => {
    await lockTenants(trx);
    await claimHosts(trx, tenantId, keys);
  });
}

export interface Tenant {
  readonly tenantId: string;
  readonly name: string;
  readonly language: 'he' | 'en';
  readonly timezone: string;
  readonly phoneRegion: string;
}

/** All tenants, oldest first, with their hosts. */
export async function listTenants(
  db: Db,
): Promise<(Tenant & { hosts: readonly string[]; createdAt: Date })[]> {
  const rows = await selectTenants(db);
  return rows.map((row) => ({ ...tenantOf(row), hosts: row.hosts, createdAt: row.created_at }));
}

/** The tenant itself; throws not_found. */
export async function readTenant(db: Db, tenantId: string): Promise<Tenant> {
  const row = await selectTenant(db, tenantId);
  if (!row) throw new Problem('not_found', 'not_found');
  return tenantOf(row);
}

export interface TenantFinder {
  /** The tenant of a request's host name, with or without port; null when there is none. */
  tenantOfHost(host: string): Promise<string | null>;
}

/** While there is exactly one tenant it answers on every host. */
export function makeTenantFinder(deps: { db: Db; subscribe: Subscribe; now?: () => number }): TenantFinder {
  const known = new Remembered({
    load: async () => {
      const { hosts, firstTwo } = await selectHosts(deps.db);
      const only = firstTwo.length === 1 ? (firstTwo[0]?.tenant_id ?? null) : null;
      return { only, byHost: new Map(hosts.map((row) => [row.host, row.tenant_id])) };
    },
    keepMs: keepHostsMs,
    most: 1,
    now: deps.now ?? Date.now,
  });
  deps.subscribe(({ tenantId, change }) => {
    if (change.kind === 'settings' || tenantId === '*') known.forgetAll();
  });
  return {
    async tenantOfHost(host) {
      const { only, byHost } = await known.get('hosts');
      return only ?? byHost.get(host) ?? byHost.get(hostKey(host)) ?? null;
    },
  };
}

async function claimHosts(db: Db, tenantId: string, hosts: readonly string[]): Promise<void> {
  await insertHosts(db, tenantId, hosts);
  const owners = await selectOwnersOfHosts(db, hosts);
  if (owners.some((owner) => owner !== tenantId)) throw new Problem('conflict', 'host_taken');
}

function keysOf(hosts: readonly string[]): string[] {
  return hosts.map((host) => {
    const key = hostKeyOfTyped(host);
    if (key !== null) return key;
    throw new Problem('bad_request', 'invalid_request', { fields: [{ field: 'hosts', code: 'invalid' }] });
  });
}

type TenantRow = NonNullable<Awaited<ReturnType<typeof selectTenant>>>;

function tenantOf(row: TenantRow): Tenant {
  return {
    tenantId: row.tenant_id,
    name: row.name,
    language: row.language === 'en' ? 'en' : 'he',
    timezone: row.timezone,
    phoneRegion: row.phone_region,
  };
}

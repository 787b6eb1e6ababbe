import type { StatusType } from '../../../shared/lists.ts';
import type { Role } from '../../../shared/permissions.ts';
import type { Context, ListReader, ListRow, StatusRow, TenantLists } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import { Remembered } from '../../remembered.ts';
import { readTenant } from '../tenants/tenants.service.ts';
import { usersOfTenant } from '../users/users.service.ts';
import { type ListRecord, type ListTable, selectList } from './lists.sql.ts';

/** Read again after this time, should a notice ever have been lost. */
const keepMs = 60_000;
const mostTenants = 2_000;

/**
 * The lists and users of tenants, kept in memory for validation in hot paths. A change of `lists` on any process ends what
 * is kept of its tenant; a change by this process is seen by its next request.
 */
export function makeListKeeper(deps: {
  db: Context['db'];
  subscribe: Subscribe;
  now?: () => number;
}): ListReader {
  const known = new Remembered({
    load: (tenantId) => readLists({ tenantId, db: deps.db }),
    keepMs,
    most: mostTenants,
    now: deps.now ?? Date.now,
  });
  deps.subscribe(({ tenantId, change }) => {
    if (tenantId === '*') known.forgetAll();
    else if (change.kind === 'lists') known.forget(tenantId);
  });
  return { of: (tenantId) => known.get(tenantId) };
}

async function readLists(scope: Pick<Context, 'tenantId' | 'db'>): Promise<TenantLists> {
  const read = (table: ListTable) => selectList(scope, table);
  const [departments, priorities, statuses, accountStatuses, accountTypes, users, tenant] = await Promise.all(
    [
      read('departments'),
      read('priorities'),
      read('statuses'),
      read('account_statuses'),
      read('account_types'),
      usersOfTenant(scope),
      readTenant(scope.db, scope.tenantId),
    ],
  );
  return {
    phoneRegion: tenant.phoneRegion,
    timezone: tenant.timezone,
    departments: mapOf(departments.map(rowOf)),
    priorities: mapOf(priorities.map(rowOf)),
    statuses: mapOf(statuses.map(statusOf)),
    accountStatuses: mapOf(accountStatuses.map(rowOf)),
    accountTypes: mapOf(accountTypes.map(rowOf)),
    users: mapOf(
      users.map((user) => ({
        ...rowOf(user),
        email: user.email,
        role: user.role as Role,
        createdAt: user.created_at,
      })),
    ),
  };
}

function mapOf<Row extends ListRow>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function rowOf(record: { id: string; name: string; is_active: boolean }): ListRow {
  return { id: record.id, name: record.name, isActive: record.is_active };
}

function statusOf(record: ListRecord): StatusRow {
  return { ...rowOf(record), type: record.type as StatusType };
}

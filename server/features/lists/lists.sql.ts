import { sql } from 'kysely';
import type { Context } from '../../context.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

/** The tables of the lists; each has name, position and is_active, and statuses a type. */
export type ListTable = 'departments' | 'priorities' | 'statuses' | 'account_statuses' | 'account_types';

export interface ListRecord {
  readonly id: string;
  readonly name: string;
  readonly is_active: boolean;
  /** Of statuses only. */
  readonly type: string | null;
}

/** A list in its display order, inactive rows included. */
export async function selectList({ tenantId, db }: Scope, table: ListTable): Promise<ListRecord[]> {
  const { rows } = await sql<ListRecord>`
    select id, name, is_active, ${typeOf(table)} as type from ${sql.table(table)}
    where tenant_id = ${tenantId} order by position, id`.execute(db);
  return rows;
}

/**
 * Whoever changes a list waits for whoever changes one now. Locks the tenant's row rather than the list's: rows that are
 * just being added can't be locked. Doesn't hinder writes that only refer to the tenant.
 */
export async function lockLists({ tenantId, db }: Scope): Promise<void> {
  await sql`select from tenants where tenant_id = ${tenantId} for no key update`.execute(db);
}

/** Adds a row at the end of its list. */
export async function insertListItem(
  { tenantId, db }: Scope,
  table: ListTable,
  item: { id: string; name: string; type: string | null },
): Promise<void> {
  const isTyped = table === 'statuses';
  await sql`insert into ${sql.table(table)} (tenant_id, id, name, position${isTyped ? sql`, type` : sql``})
    select ${tenantId}::uuid, ${item.id}::uuid, ${item.name}::text, coalesce(max(position), -1) + 1
      ${isTyped ? sql`, ${item.type}::text` : sql``}
    from ${sql.table(table)} where tenant_id = ${tenantId}`.execute(db);
}

export async function updateListItem(
  { tenantId, db }: Scope,
  table: ListTable,
  id: string,
  item: { name: string; is_active: boolean; type: string | null },
): Promise<void> {
  const { name, is_active, type } = item;
  await sql`update ${sql.table(table)} set name = ${name}, is_active = ${is_active}
      ${table === 'statuses' ? sql`, type = ${type}` : sql``}
    where tenant_id = ${tenantId} and id = ${id}`.execute(db);
}

/** Whether tickets have the status. Nobody can give it to one until the end of the transaction. */
export async function isStatusInUse({ tenantId, db }: Scope, id: string): Promise<boolean> {
  await sql`select from statuses where tenant_id = ${tenantId} and id = ${id} for update`.execute(db);
  const { rows } =
    await sql`select from tickets where tenant_id = ${tenantId} and status_id = ${id} limit 1`.execute(db);
  return rows.length > 0;
}

/** Sets the positions of the named rows to their place in `ids`. */
export async function updatePositions(
  { tenantId, db }: Scope,
  table: ListTable,
  ids: readonly string[],
): Promise<void> {
  await sql`update ${sql.table(table)} as list set position = ordered.place - 1
    from unnest(${ids}::uuid[]) with ordinality as ordered (id, place)
    where list.tenant_id = ${tenantId} and list.id = ordered.id`.execute(db);
}

function typeOf(table: ListTable) {
  return table === 'statuses' ? sql`type` : sql`null::text`;
}

import type { ListName, StatusType } from '../../../shared/lists.ts';
import { isSameName } from '../../../shared/names.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, Problem } from '../../problem.ts';
import {
  insertListItem,
  isStatusInUse,
  type ListRecord,
  type ListTable,
  lockLists,
  selectList,
  updateListItem,
  updatePositions,
} from './lists.sql.ts';

const tables: Record<ListName, ListTable> = {
  departments: 'departments',
  priorities: 'priorities',
  statuses: 'statuses',
  'account-statuses': 'account_statuses',
  'account-types': 'account_types',
};

/** Types of which a tenant always has an active status: tickets begin in one and end in the other. */
const neededTypes: readonly StatusType[] = ['open', 'closed'];

/** Adds a row at the end of a list; answers its uuid. Problems: `required` or `invalid` for type, conflict `name_taken`. */
export async function addListItem(
  ctx: Context,
  list: ListName,
  given: { name: string; type?: StatusType | undefined },
): Promise<{ id: string }> {
  requirePermission(ctx, 'settings:write');
  requireType(list, given.type, true);
  const item = { id: newId(), name: given.name.trim(), type: given.type ?? null };
  await changeList(ctx, list, async (tx, table, rows) => {
    requireFreeName(rows, item.name);
    await insertListItem(tx, table, item);
  });
  return { id: item.id };
}

export interface ListItemChanges {
  readonly name?: string | undefined;
  readonly is_active?: boolean | undefined;
  readonly type?: StatusType | undefined;
}

/** Renames, switches or retypes a row. Problems: not_found, `invalid` for type, conflict `name_taken`, `last_of_type` and `status_in_use`. */
export async function changeListItem(
  ctx: Context,
  list: ListName,
  id: string,
  changes: ListItemChanges,
): Promise<void> {
  requirePermission(ctx, 'settings:write');
  requireType(list, changes.type, false);
  await changeList(ctx, list, async (tx, table, rows) => {
    const row = rows.find((each) => each.id === id);
    if (!row) throw new Problem('not_found', 'not_found');
    const changed = {
      ...row,
      name: changes.name?.trim() ?? row.name,
      is_active: changes.is_active ?? row.is_active,
      type: changes.type ?? row.type,
    };
    const others = rows.filter((each) => each.id !== id);
    requireFreeName(others, changed.name);
    if (list === 'statuses') {
      requireNeededTypes(rows, [...others, changed]);
      await requireFreeToClose(tx, row, changed);
    }
    await updateListItem(tx, table, id, changed);
  });
}

/** Sets the display order; conflict `wrong_order` when `ids` does not name every row once. */
export async function orderList(ctx: Context, list: ListName, ids: readonly string[]): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await changeList(ctx, list, async (tx, table, rows) => {
    const given = new Set(ids);
    const isWhole =
      given.size === ids.length && ids.length === rows.length && rows.every(({ id }) => given.has(id));
    if (!isWhole) throw new Problem('conflict', 'wrong_order');
    await updatePositions(tx, table, ids);
  });
}

type ListChange = (tx: Context, table: ListTable, rows: readonly ListRecord[]) => Promise<void>;

async function changeList(ctx: Context, list: ListName, change: ListChange): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockLists(tx);
    await change(tx, tables[list], await selectList(tx, tables[list]));
    tx.announce({ kind: 'lists' });
  });
}

function requireType(list: ListName, type: StatusType | undefined, isNew: boolean): void {
  if (list === 'statuses' && isNew && type === undefined)
    throw badFields([{ field: 'type', code: 'required' }]);
  if (list !== 'statuses' && type !== undefined) throw badFields([{ field: 'type', code: 'invalid' }]);
}

/** Inactive rows count too: they come back. */
function requireFreeName(rows: readonly ListRecord[], name: string): void {
  if (!rows.some((row) => isSameName(row.name, name))) return;
  throw new Problem('conflict', 'name_taken', { fields: [{ field: 'name', code: 'name_taken' }] });
}

/** What is closed was answered, or its reason is known: that is decided ticket by ticket, never for all that have a status. */
async function requireFreeToClose(ctx: Context, before: ListRecord, after: ListRecord): Promise<void> {
  const isClosed = ({ type }: ListRecord) => type === 'closed';
  if (isClosed(before) === isClosed(after)) return;
  if (await isStatusInUse(ctx, before.id)) throw new Problem('conflict', 'status_in_use');
}

function requireNeededTypes(before: readonly ListRecord[], after: readonly ListRecord[]): void {
  const has = (rows: readonly ListRecord[], type: StatusType) =>
    rows.some((row) => row.is_active && row.type === type);
  const isLost = neededTypes.some((type) => has(before, type) && !has(after, type));
  if (isLost) throw new Problem('conflict', 'last_of_type');
}

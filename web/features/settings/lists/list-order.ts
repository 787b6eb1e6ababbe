import type { AllLists, ListItem, ListName, StatusType } from '../../../../shared/lists.ts';

/** A row of any of the five lists; only statuses have a type. */
export type Row = ListItem & { type?: StatusType };

const keys = {
  departments: 'departments',
  priorities: 'priorities',
  statuses: 'statuses',
  'account-statuses': 'account_statuses',
  'account-types': 'account_types',
} as const satisfies Record<ListName, keyof AllLists>;

export function rowsOf(lists: AllLists, list: ListName): Row[] {
  return lists[keys[list]];
}

/** The lists as they are after one of them was given other rows. */
export function withRows(lists: AllLists, list: ListName, change: (rows: Row[]) => Row[]): AllLists {
  return { ...lists, [keys[list]]: change(rowsOf(lists, list)) };
}

/** The rows with one of them a step up (-1) or down (1); the same array at the ends. */
export function moved<R extends { id: string }>(rows: readonly R[], id: string, step: 1 | -1): readonly R[] {
  const from = rows.findIndex((row) => row.id === id);
  const row = rows[from];
  const other = rows[from + step];
  if (row === undefined || other === undefined) return rows;
  const next = [...rows];
  next[from] = other;
  next[from + step] = row;
  return next;
}

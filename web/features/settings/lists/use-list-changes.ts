import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BodyInput } from '../../../../shared/endpoint.ts';
import {
  addListItem,
  changeListItem,
  type ListName,
  orderList,
  type StatusType,
} from '../../../../shared/lists.ts';
import { call } from '../../../api.ts';
import { listsQuery } from '../../../api-queries.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { moved, type Row, withRows } from './list-order.ts';

type Patch = BodyInput<typeof changeListItem>;

/** The changes of one list: shown at once, put back with a sentence when refused. */
export function useListChanges(list: ListName) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const fail = useFailure();

  /** Shows the rows as they will be, does the work, and puts everything back if it was refused. */
  const attempt = async (show: (rows: Row[]) => Row[], work: () => Promise<unknown>): Promise<boolean> => {
    await client.cancelQueries({ queryKey: listsQuery.queryKey });
    const before = client.getQueryData(listsQuery.queryKey);
    if (before !== undefined) client.setQueryData(listsQuery.queryKey, withRows(before, list, show));
    try {
      await work();
      return true;
    } catch (error) {
      client.setQueryData(listsQuery.queryKey, before);
      fail(error, t('notSaved'));
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: listsQuery.queryKey });
    }
  };

  const change = (row: Row, patch: Patch) =>
    attempt(
      (rows) => rows.map((one) => (one.id === row.id ? { ...one, ...patch } : one)),
      () => call(changeListItem, { params: { list, id: row.id }, body: patch }),
    );

  const setActive = async (row: Row, isActive: boolean) => {
    if (!(await change(row, { is_active: isActive }))) return;
    showToast({
      text: t(isActive ? 'lists.reactivated' : 'lists.deactivated', { name: row.name }),
      undo: () => change({ ...row, is_active: isActive }, { is_active: !isActive }),
    });
  };

  const move = (rows: readonly Row[], row: Row, step: 1 | -1) => {
    const next = moved(rows, row.id, step);
    return attempt(
      () => [...next],
      () => call(orderList, { params: { list }, body: { ids: next.map(({ id }) => id) } }),
    );
  };

  /** Throws what was refused: the form shows it beside the field. */
  const add = async (name: string, type: StatusType | undefined) => {
    await call(addListItem, { params: { list }, body: type === undefined ? { name } : { name, type } });
    await client.invalidateQueries({ queryKey: listsQuery.queryKey });
    showToast({ text: t('lists.added', { name }) });
  };

  return { change, setActive, move, add };
}

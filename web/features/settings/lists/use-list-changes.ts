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

/** What every change of a list has in common. */
function useAttempts(list: ListName) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const fail = useFailure();
  const { queryKey } = listsQuery;

  /** Shows the rows as they will be and does the work; refused, it puts everything back and throws. */
  const attempt = async (show: (rows: Row[]) => Row[], work: () => Promise<unknown>): Promise<void> => {
    await client.cancelQueries({ queryKey });
    const before = client.getQueryData(queryKey);
    if (before !== undefined) client.setQueryData(queryKey, withRows(before, list, show));
    try {
      await work();
    } catch (error) {
      client.setQueryData(queryKey, before);
      throw error;
    } finally {
      void client.invalidateQueries({ queryKey });
    }
  };

  /** Whether it was done; what was refused is told. */
  const told = (attempted: Promise<void>): Promise<boolean> =>
    attempted.then(
      () => true,
      (error: unknown) => {
        fail(error, t('notSaved'));
        return false;
      },
    );
  return { attempt, told };
}

/** The changes of one list: shown at once, put back when refused. */
export function useListChanges(list: ListName) {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const { attempt, told } = useAttempts(list);

  const change = (row: Row, patch: Patch) =>
    attempt(
      (rows) => rows.map((one) => (one.id === row.id ? { ...one, ...patch } : one)),
      () => call(changeListItem, { params: { list, id: row.id }, body: patch }),
    );

  /** Throws what was refused: the field shows it. */
  const rename = (row: Row, name: string) => change(row, { name });
  const retype = (row: Row, type: StatusType) => told(change(row, { type }));

  const setActive = async (row: Row, isActive: boolean) => {
    if (!(await told(change(row, { is_active: isActive })))) return;
    showToast({
      text: t(isActive ? 'lists.reactivated' : 'lists.deactivated', { name: row.name }),
      undo: () => told(change(row, { is_active: !isActive })),
    });
  };

  const move = (rows: readonly Row[], row: Row, step: 1 | -1) => {
    const next = moved(rows, row.id, step);
    return told(
      attempt(
        () => [...next],
        () => call(orderList, { params: { list }, body: { ids: next.map(({ id }) => id) } }),
      ),
    );
  };

  /** Throws what was refused: the form shows it beside the field. */
  const add = async (name: string, type: StatusType | undefined) => {
    await call(addListItem, { params: { list }, body: type === undefined ? { name } : { name, type } });
    await client.invalidateQueries({ queryKey: listsQuery.queryKey });
  };

  return { rename, retype, setActive, move, add };
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AllLists, ListName, StatusType } from '../../../../shared/lists.ts';
import { useMay } from '../../../api-queries.ts';
import { AddRow } from './AddRow.tsx';
import { ListRow } from './ListRow.tsx';
import styles from './Lists.module.css';
import { type Row, rowsOf } from './list-order.ts';
import { useListChanges } from './use-list-changes.ts';

/** One of the business's lists, in its display order. */
export function ListCard({ list, lists }: { list: ListName; lists: AllLists }) {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const [said, setSaid] = useState('');
  const changes = useListChanges(list);
  const rows = rowsOf(lists, list);
  const move = async (row: Row, step: 1 | -1) => {
    const place = rows.indexOf(row) + 1 + step;
    if (place < 1 || place > rows.length) return;
    if (await changes.move(rows, row, step)) {
      setSaid(t('lists.moved', { name: row.name, place, total: rows.length }));
    }
  };
  const add = async (name: string, type: StatusType | undefined) => {
    await changes.add(name, type);
    setSaid(t('lists.added', { name }));
  };
  return (
    <section className={styles.card} aria-labelledby={`list-${list}`}>
      <h2 id={`list-${list}`}>{t(`lists.${list}`)}</h2>
      {rows.length === 0 ? (
        <p className={styles.empty}>
          {t('lists.empty')}
          {isWriter ? `. ${t('lists.emptyWords')}` : ''}
        </p>
      ) : (
        <ol className={styles.rows}>
          {rows.map((row, index) => (
            <ListRow
              key={row.id}
              row={row}
              isWriter={isWriter}
              isFirst={index === 0}
              isLast={index === rows.length - 1}
              onMove={(step) => void move(row, step)}
              onRename={(name) => changes.rename(row, name)}
              onRetype={(type) => void changes.retype(row, type)}
              onActive={(isActive) => void changes.setActive(row, isActive)}
            />
          ))}
        </ol>
      )}
      {isWriter ? <AddRow list={list} onAdd={add} /> : null}
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </section>
  );
}

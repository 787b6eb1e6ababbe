import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AllLists, ListItem } from '../../../../shared/lists.ts';
import type { TicketRow } from '../../../../shared/tickets.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import { Waiting } from '../../../components/Waiting.tsx';
import { emojiOf } from '../list-choices.ts';
import { SubjectText } from '../SubjectText.tsx';
import type { QueueSearch } from '../ticket-search.ts';
import styles from './QueueRow.module.css';

interface Props {
  row: TicketRow;
  lists: AllLists | undefined;
  isOpen: boolean;
  isSelected: boolean;
  isSelecting: boolean;
  isFresh: boolean;
  canSelect: boolean;
  search: QueueSearch;
  onToggle: (row: TicketRow, isRange: boolean) => void;
  onNear: (row: TicketRow) => void;
}

const nameIn = (rows: readonly ListItem[] | undefined, id: string | null) =>
  id === null ? null : (rows?.find((one) => one.id === id)?.name ?? null);

/** A name of the tenant's: only its emoji where it has one, the whole name for the hover and for readers. */
function Mark({ field, name }: { field: string; name: string | null }) {
  const { t } = useTranslation('tickets');
  if (name === null) return null;
  const { emoji } = emojiOf(name);
  const whole = t('fields.labelled', { field, value: name });
  return (
    <span className={emoji === null ? styles.status : styles.mark} title={whole}>
      {emoji === null ? <Auto>{name}</Auto> : <span aria-hidden>{emoji}</span>}
      {emoji === null ? null : <span className="visually-hidden">{whole}</span>}
    </span>
  );
}

/** Subject and wait above, customer and handling below. */
function RowLines({ row, lists, isFresh }: Pick<Props, 'row' | 'lists' | 'isFresh'>) {
  const { t } = useTranslation('tickets');
  const words = [
    { field: t('fields.department'), name: nameIn(lists?.departments, row.department_id) },
    { field: t('fields.owner'), name: nameIn(lists?.users, row.owner_id) },
  ];
  return (
    <>
      <span className={styles.line}>
        <Mark field={t('fields.priority')} name={nameIn(lists?.priorities, row.priority_id)} />
        <span className={styles.subject}>
          {isFresh ? <span className={styles.freshMark}>{t('queue.fresh')}</span> : null}
          <SubjectText subject={row.subject} isOneLine />
        </span>
        <span className={styles.when}>
          {row.waiting_since === null ? (
            <Time at={row.created_at} shape="short" />
          ) : (
            <Waiting since={row.waiting_since} brief />
          )}
        </span>
      </span>
      <span className={styles.line}>
        <span className={styles.customer}>
          <Auto>{row.account?.name ?? row.sender ?? `#${row.number}`}</Auto>
        </span>
        {words.map(({ field, name }) =>
          name === null ? null : (
            <span key={field} className={styles.word} title={t('fields.labelled', { field, value: name })}>
              <Auto>{name}</Auto>
            </span>
          ),
        )}
        <Mark field={t('fields.status')} name={nameIn(lists?.statuses, row.status_id)} />
      </span>
    </>
  );
}

/** A ticket in the queue, in two lines. The whole row is one link; the box selects it. */
export const QueueRow = memo(function QueueRow(props: Props) {
  const { row, isOpen, isSelected, isSelecting, isFresh, canSelect, search, onToggle, onNear } = props;
  const { t } = useTranslation('tickets');
  const toggleInstead = (event: React.UIEvent, isRange: boolean) => {
    event.preventDefault();
    onToggle(row, isRange);
  };
  return (
    <div
      className={styles.row}
      data-open={isOpen || undefined}
      data-selected={isSelected || undefined}
      data-selecting={isSelecting || undefined}
      data-fresh={isFresh || undefined}
    >
      {canSelect ? (
        <input
          type="checkbox"
          className={styles.box}
          checked={isSelected}
          aria-label={t('queue.select', { number: row.number })}
          onClick={(event) => onToggle(row, event.shiftKey)}
          onChange={() => undefined}
        />
      ) : null}
      {canSelect ? (
        <span className={styles.tick} aria-hidden>
          {isSelected ? <Check size={13} strokeWidth={3} /> : null}
        </span>
      ) : null}
      <Link
        to="/tickets/$number"
        params={{ number: String(row.number) }}
        search={search}
        className={styles.link}
        aria-current={isOpen ? 'page' : undefined}
        onFocus={() => onNear(row)}
        onMouseEnter={() => onNear(row)}
        onClick={(event) => {
          if (event.shiftKey && canSelect) toggleInstead(event, true);
        }}
        onKeyDown={(event) => {
          if (event.code === 'Space' && canSelect) toggleInstead(event, event.shiftKey);
        }}
      >
        <RowLines {...props} />
      </Link>
    </div>
  );
});

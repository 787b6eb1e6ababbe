import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketRow } from '../../../../shared/tickets.ts';
import { useLists } from '../../../api-queries.ts';
import { useKeys } from '../../../components/useKeys.ts';
import { ticketQuery } from '../ticket-queries.ts';
import type { QueueSearch } from '../ticket-search.ts';
import styles from './QueueList.module.css';
import { QueueRow } from './QueueRow.tsx';
import { emptySelection, extended, type Selection, toggled } from './selection.ts';
import { useRowCursor } from './use-row-cursor.ts';
import { useSteadyScroll } from './use-steady-scroll.ts';

const rowHeight = 60;
const stayMilliseconds = 60;
const rowsSurelySeen = 8;
const rowsAboveOpen = 4;
/** Where each queue was scrolled to, until the page is closed. */
const places = new Map<string, number>();

interface Props {
  rows: readonly TicketRow[];
  fresh: ReadonlySet<string>;
  placeName: string;
  search: QueueSearch;
  openNumber: number | null;
  canSelect: boolean;
  selection: Selection;
  onSelect: (change: (now: Selection) => Selection) => void;
  onSeen: (first: number, last: number) => void;
  foot: React.ReactNode;
}

type Cursor = ReturnType<typeof useRowCursor>;

function useQueueKeys(
  { canSelect, selection, onSelect, search }: Props,
  cursor: Cursor,
  toggle: (row: TicketRow) => void,
) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  useKeys([
    { code: 'KeyJ', label: t('keys.next'), run: cursor.next },
    { code: 'KeyK', label: t('keys.previous'), run: cursor.previous },
    // With the focus on a row its link does this; here it is for a cursor that the focus has left.
    {
      code: 'Enter',
      label: t('keys.open'),
      run: () => {
        const row = cursor.current();
        if (row !== undefined)
          void navigate({ to: '/tickets/$number', params: { number: String(row.number) }, search });
      },
    },
    {
      code: 'KeyX',
      label: t('keys.select'),
      isActive: canSelect,
      run: () => {
        const row = cursor.current();
        if (row !== undefined) toggle(row);
      },
    },
    {
      code: 'Escape',
      label: t('keys.clearSelection'),
      isActive: selection.ids.size > 0,
      run: () => onSelect(() => emptySelection),
    },
  ]);
}

/** Reads a ticket ahead once somebody stays on its row, so that it opens at once; not for each row the mouse flies over. */
function useNear(remember: (row: TicketRow) => void) {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useCallback(
    (row: TicketRow) => {
      remember(row);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(
        () => void client.prefetchQuery(ticketQuery(row.number)),
        stayMilliseconds,
      );
    },
    [client, remember],
  );
}

/** Where a queue begins that nobody has scrolled yet: with the open ticket in sight, if it has that. */
function firstOffset(rows: readonly TicketRow[], openNumber: number | null): number {
  const index = openNumber === null ? -1 : rows.findIndex((row) => row.number === openNumber);
  return index < rowsSurelySeen ? 0 : (index - rowsAboveOpen) * rowHeight;
}

function useRows({ rows, placeName, openNumber, onSeen }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 10,
    initialOffset: () => places.get(placeName) ?? firstOffset(rows, openNumber),
    useFlushSync: false,
  });
  useSteadyScroll(virtual, rows, rowHeight);
  const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 0 };
  useEffect(() => onSeen(startIndex, endIndex), [onSeen, startIndex, endIndex]);
  return { box, virtual };
}

/** The rows of a queue, of which only those on the screen exist; moves and selects by keyboard. */
export function QueueList(props: Props) {
  const { rows, fresh, search, placeName, openNumber, canSelect, selection, onSelect, foot } = props;
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const { box, virtual } = useRows(props);
  const cursor = useRowCursor(box, virtual, rows, openNumber);
  const order = useMemo(() => rows.map((row) => row.id), [rows]);
  const toggle = useCallback(
    (row: TicketRow, isRange = false) =>
      onSelect((now) => (isRange ? extended(now, row.id, order) : toggled(now, row.id))),
    [onSelect, order],
  );
  const near = useNear(cursor.remember);
  useQueueKeys(props, cursor, toggle);
  return (
    <div
      ref={box}
      className={styles.box}
      onScroll={(event) => places.set(placeName, event.currentTarget.scrollTop)}
    >
      <ul className={styles.list} aria-label={t('queue.list')} style={{ blockSize: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <li
              key={key}
              data-index={index}
              className={styles.item}
              style={{ transform: `translateY(${start}px)` }}
            >
              <QueueRow
                row={row}
                lists={lists}
                search={search}
                isOpen={row.number === openNumber}
                isSelected={selection.ids.has(row.id)}
                isSelecting={selection.ids.size > 0}
                isFresh={fresh.has(row.id)}
                canSelect={canSelect}
                onToggle={toggle}
                onNear={near}
              />
            </li>
          );
        })}
      </ul>
      {foot}
    </div>
  );
}

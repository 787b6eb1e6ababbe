import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSteadyPlace } from './use-steady-place.ts';
import styles from './VirtualList.module.css';

interface Props<Row> {
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Estimated height of a row in CSS pixels; real heights are measured. */
  rowHeight: number;
  children: (row: Row, index: number) => ReactNode;
  label: string;
  /** Under this name the place in the list is remembered until the page is closed. */
  placeName: string;
  /** The row to keep in sight, such as the one that is open. */
  activeIndex?: number;
  hasMore?: boolean;
  isReadingMore?: boolean;
  onMore?: () => void;
}

const places = new Map<string, number>();
const overscan = 8;

/** A list of any length of which only the visible rows exist. Asks for more before its end is reached. */
export function VirtualList<Row>(props: Props<Row>) {
  const { rows, keyOf, rowHeight, children, label, placeName, activeIndex = -1 } = props;
  const { hasMore = false, isReadingMore = false, onMore } = props;
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan,
    initialOffset: places.get(placeName) ?? 0,
    useFlushSync: false,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useSteadyPlace(virtual, rows, keyOf);

  useEffect(() => {
    if (hasMore && !isReadingMore && last >= rows.length - overscan) onMore?.();
  }, [hasMore, isReadingMore, last, rows.length, onMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new active row moves the list, not its re-measuring
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex]);

  const remember = () => places.set(placeName, box.current?.scrollTop ?? 0);
  return (
    <div ref={box} className={styles.box} onScroll={remember}>
      <ul className={styles.list} aria-label={label} style={{ blockSize: virtual.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              {children(row, index)}
            </li>
          );
        })}
      </ul>
      {isReadingMore ? (
        <p className={styles.more} role="status">
          {t('reading')}
        </p>
      ) : null}
    </div>
  );
}

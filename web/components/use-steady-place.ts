import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';

type Rows = Virtualizer<HTMLDivElement, Element>;

/** How far the first row in sight that is still there has moved, in CSS pixels. */
function moved(
  virtual: Rows,
  shown: readonly VirtualItem[],
  indexOf: (key: VirtualItem['key']) => number,
): number {
  const offset = virtual.scrollOffset ?? 0;
  for (const { key, start } of shown.filter(({ end }) => end > offset)) {
    const index = indexOf(key);
    const place = index === -1 ? undefined : virtual.getOffsetForIndex(index, 'start')?.[0];
    if (place !== undefined) return place - start;
  }
  return 0;
}

/** Keeps the rows on the screen where they are when others come or go above them. At the very top new rows show. */
export function useSteadyPlace<Row>(virtual: Rows, rows: readonly Row[], keyOf: (row: Row) => string): void {
  const shown = virtual.getVirtualItems();
  const before = useRef<{ rows: readonly Row[]; shown: readonly VirtualItem[] }>({ rows, shown });
  useLayoutEffect(() => {
    const old = before.current;
    before.current = { rows, shown };
    const offset = virtual.scrollOffset ?? 0;
    if (old.rows === rows || offset <= 0) return;
    const by = moved(virtual, old.shown, (key) => rows.findIndex((row) => keyOf(row) === key));
    if (by !== 0) virtual.scrollToOffset(offset + by);
  });
}

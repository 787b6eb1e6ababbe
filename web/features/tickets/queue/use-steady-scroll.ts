import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import type { TicketRow } from '../../../../shared/tickets.ts';

/** Keeps the rows on the screen where they are when others appear or vanish above them. At the very top new rows show. */
export function useSteadyScroll(
  virtual: Virtualizer<HTMLDivElement, Element>,
  rows: readonly TicketRow[],
  rowHeight: number,
) {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const offset = virtual.scrollOffset ?? 0;
    if (old === rows || offset <= 0) return;
    const firstInSight = Math.floor(offset / rowHeight);
    for (const [step, row] of old.slice(firstInSight, firstInSight + 20).entries()) {
      const index = rows.findIndex((one) => one.id === row.id);
      if (index === -1) continue;
      const moved = index - (firstInSight + step);
      if (moved !== 0) virtual.scrollToOffset(offset + moved * rowHeight);
      return;
    }
  }, [rows, virtual, rowHeight]);
}

import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { TicketRow } from '../../../../shared/tickets.ts';

/**
 * Where the keyboard is in the queue. It follows a ticket while the rows move; when the ticket leaves the queue it stays
 * at its place, so that "next" means the row that came up there.
 */
export function useRowCursor(
  box: RefObject<HTMLElement | null>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  rows: readonly TicketRow[],
  openNumber: number | null,
) {
  const last = useRef<{ id: string; index: number } | null>(null);

  const focused = (): number => {
    const row = document.activeElement?.closest('[data-index]');
    if (!(row instanceof HTMLElement) || box.current?.contains(row) !== true) return -1;
    return Number(row.dataset.index);
  };
  /** The row the cursor stands on; `isGone` when that ticket has left and another one stands there. */
  const current = (): { index: number; isGone: boolean } => {
    const atFocus = focused();
    if (atFocus >= 0) return { index: atFocus, isGone: false };
    const known = last.current;
    if (known === null) return { index: rows.findIndex((row) => row.number === openNumber), isGone: false };
    const index = rows.findIndex((row) => row.id === known.id);
    return index >= 0
      ? { index, isGone: false }
      : { index: Math.min(known.index, rows.length - 1), isGone: true };
  };
  const latestRows = useRef(rows);
  useEffect(() => {
    latestRows.current = rows;
    const index = rows.findIndex((row) => row.id === last.current?.id);
    if (last.current !== null && index >= 0) last.current.index = index;
  }, [rows]);
  const remember = useCallback((row: TicketRow) => {
    last.current = { id: row.id, index: latestRows.current.findIndex((one) => one.id === row.id) };
  }, []);
  const moveTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    last.current = { id: row.id, index };
    virtual.scrollToIndex(index, { align: 'auto' });
    const focus = (triesLeft: number) => {
      const link = box.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
      if (link) link.focus({ preventScroll: true });
      else if (triesLeft > 0) requestAnimationFrame(() => focus(triesLeft - 1));
    };
    focus(5);
  };
  return {
    remember,
    current: () => rows[current().index],
    next: () => {
      const { index, isGone } = current();
      moveTo(isGone ? index : Math.min(index + 1, rows.length - 1));
    },
    previous: () => moveTo(Math.max(current().index - 1, 0)),
  };
}

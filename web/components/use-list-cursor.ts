import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';

const framesToWait = 5;

/** Where the keyboard is in a list: on the focused row, else on the row it was on last, else on the open one. */
export function useListCursor(
  box: RefObject<HTMLElement | null>,
  rows: readonly { readonly id: string }[],
  openId: string | null,
) {
  const [lastId, setLastId] = useState<string | null>(null);
  /** The row to bring into sight. It stays a place, so that arrivals above don't move the list. */
  const [wanted, setWanted] = useState(() => rows.findIndex((row) => row.id === openId));

  const current = () => {
    const row = document.activeElement?.closest('[data-index]');
    if (row instanceof HTMLElement && box.current?.contains(row) === true) return Number(row.dataset.index);
    const index = rows.findIndex((one) => one.id === (lastId ?? openId));
    return index === -1 ? rows.findIndex((one) => one.id === openId) : index;
  };
  const moveTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setLastId(row.id);
    setWanted(index);
    const focus = (framesLeft: number) => {
      const link = box.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
      if (link) link.focus({ preventScroll: true });
      else if (framesLeft > 0) requestAnimationFrame(() => focus(framesLeft - 1));
    };
    requestAnimationFrame(() => focus(framesToWait));
  };
  // Where there is room for one pane, the closed one takes the keyboard with it.
  const comeBack = useEffectEvent((closedId: string) => {
    const { activeElement, body: page } = document;
    if (activeElement === null || activeElement === page) moveTo(rows.findIndex(({ id }) => id === closedId));
  });
  const openBefore = useRef(openId);
  useEffect(() => {
    const closedId = openBefore.current;
    openBefore.current = openId;
    if (closedId !== null && openId === null) comeBack(closedId);
  }, [openId]);
  return {
    wanted,
    remember: useCallback((id: string) => setLastId(id), []),
    next: () => moveTo(Math.min(current() + 1, rows.length - 1)),
    previous: () => moveTo(Math.max(current() - 1, 0)),
  };
}

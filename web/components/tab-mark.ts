import { useSyncExternalStore } from 'react';

let mark: string | null = null;
const listeners = new Set<() => void>();

/** Stands in place of the page's name in the browser's tab while it is set, e.g. who rings. */
export function setTabMark(next: string | null): void {
  if (mark === next) return;
  mark = next;
  for (const listener of listeners) listener();
}

export function useTabMark(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => mark,
  );
}

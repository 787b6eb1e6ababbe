import { useEffect } from 'react';
import { useCounts } from '../api-queries.ts';
import { useTabMark } from './tab-mark.ts';

/** `(3) פניות · Pniya`: the page and how many wait for us, where a tab shows it. */
export function titleOf(page: string, waiting: number): string {
  const shown = waiting >= 1000 ? '(999+) ' : `(${waiting}) `;
  return `${waiting > 0 ? shown : ''}${page} · Pniya`;
}

/** Names the browser's tab after a page of the signed-in console. */
export function usePageTitle(page: string): void {
  const waiting = useCounts()?.waiting ?? 0;
  const mark = useTabMark();
  useEffect(() => {
    document.title = mark ?? titleOf(page, waiting);
  }, [page, waiting, mark]);
}

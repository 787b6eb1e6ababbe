import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** The part of an address that makes it another page; a ticket beside its queue is not, so the keyboard stays in the queue. */
export function pageOf(pathname: string): string {
  const [first = '', second = ''] = pathname.split('/').filter(Boolean);
  const isPane = (first === 'tickets' && second !== 'new') || first === 'intake' || first === 'calls';
  return isPane ? first : `${first}/${second}`;
}

/** Moves the focus to a new page's content, so that a screen reader starts there and Tab continues from there. */
export function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null);
  const page = useRouterState({ select: ({ resolvedLocation }) => pageOf(resolvedLocation?.pathname ?? '') });
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    const isFirst = before.current === '/';
    before.current = page;
    // A page that puts the focus somewhere itself (a form's first field) knows better.
    if (!isFirst && !main.current?.contains(document.activeElement))
      main.current?.focus({ preventScroll: true });
  }, [page]);
  return main;
}

import { useEffect, useLayoutEffect, useRef } from 'react';

const nearEndPixels = 120;
/** What people do to move a box; our own moving of it causes none of these. */
const movements = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

interface Ends {
  first: string | undefined;
  last: string | undefined;
  height: number;
}

/** Shows the last message whole, or its beginning when it is longer than the screen; answers whether that is the end. */
function showLast(box: HTMLElement): boolean {
  const last = box.querySelector('[data-message]:last-of-type');
  const isLong = last instanceof HTMLElement && last.offsetHeight > box.clientHeight;
  box.scrollTop = isLong ? last.offsetTop - box.clientHeight / 8 : box.scrollHeight;
  return !isLong;
}

/**
 * Where the conversation stands: it opens with its last message in sight, follows new ones only for somebody who is at
 * its end, and stays still when older ones come in above.
 */
export function useConversationScroll(first: string | undefined, last: string | undefined) {
  const box = useRef<HTMLElement>(null);
  const before = useRef<Ends | null>(null);
  const isAtEnd = useRef(true);
  const isMoved = useRef(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const known = before.current;
    before.current = { first, last, height: element.scrollHeight };
    if (known === null) isAtEnd.current = showLast(element);
    else if (known.last !== last && isAtEnd.current) element.scrollTop = element.scrollHeight;
    else if (known.first !== first) element.scrollTop += element.scrollHeight - known.height;
  }, [first, last]);
  // Frames and pictures get their height later: until somebody moves it the last message is shown anew, and whoever is
  // at the end stays there.
  useEffect(() => {
    const element = box.current;
    const content = element?.lastElementChild;
    if (!element || !content) return;
    const observer = new ResizeObserver(() => {
      if (!isMoved.current) isAtEnd.current = showLast(element);
      else if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    const move = () => {
      isMoved.current = true;
    };
    observer.observe(content);
    for (const kind of movements) element.addEventListener(kind, move, { passive: true });
    return () => {
      observer.disconnect();
      for (const kind of movements) element.removeEventListener(kind, move);
    };
  }, []);
  const onScroll = () => {
    const element = box.current;
    if (element === null) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPixels;
  };
  return { box, onScroll };
}

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/** In the card, or in a menu or dialog that was opened from it. */
const isOf = (element: Element, target: Element) =>
  element.contains(target) || target.closest('[role="menu"], [role="dialog"]') !== null;

/** Where the keyboard was before it came here; back there when it leaves on purpose, or when what it stands in goes away. */
export function useFocusHome(box: RefObject<HTMLElement | null>): () => void {
  const home = useRef<HTMLElement | null>(null);
  const isHere = useRef(false);
  useEffect(() => {
    const element = box.current;
    const remember = ({ target, relatedTarget }: FocusEvent) => {
      if (!(target instanceof Element) || element === null) return;
      if (element.contains(target)) {
        isHere.current = true;
        if (relatedTarget instanceof HTMLElement && !isOf(element, relatedTarget))
          home.current = relatedTarget;
      } else if (!isOf(element, target)) isHere.current = false;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, [box]);
  const goHome = useCallback(() => {
    const target = home.current?.isConnected === true ? home.current : document.getElementById('main');
    target?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      const { activeElement, body } = document;
      // A button that is switched off while its work is done gives the keyboard to nobody.
      const isLost = activeElement === null || activeElement === body || element?.contains(activeElement);
      if (isHere.current && isLost) goHome();
    };
  }, [box, goHome]);
  return goHome;
}

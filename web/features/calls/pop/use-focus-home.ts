import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/** Where the keyboard was before it came here; back there when it leaves on purpose, or when what it stands in goes away. */
export function useFocusHome(box: RefObject<HTMLElement | null>): () => void {
  const home = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const element = box.current;
    const remember = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof HTMLElement && !element?.contains(relatedTarget))
        home.current = relatedTarget;
    };
    element?.addEventListener('focusin', remember);
    return () => element?.removeEventListener('focusin', remember);
  }, [box]);
  const goHome = useCallback(() => {
    const target = home.current?.isConnected === true ? home.current : document.getElementById('main');
    target?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (element?.contains(document.activeElement)) goHome();
    };
  }, [box, goHome]);
  return goHome;
}

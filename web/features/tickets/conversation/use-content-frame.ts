import { useEffect, useRef, useState } from 'react';

const leastPixels = 40;

/** Keys pressed in the frame are the page's: somebody who has just clicked into a mail goes on as before. */
function passKeysOn(frame: HTMLIFrameElement, event: KeyboardEvent) {
  const { code, key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = event;
  const pressed = { code, key, shiftKey, ctrlKey, metaKey, altKey, isComposing };
  const isTaken = !frame.dispatchEvent(
    new KeyboardEvent('keydown', { ...pressed, bubbles: true, cancelable: true }),
  );
  if (isTaken) event.preventDefault();
}

/** The height its content wants, kept as pictures arrive. The frame's scripts never run; ours may look into it. */
export function useContentFrame() {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  const observer = useRef<ResizeObserver | null>(null);
  useEffect(() => () => observer.current?.disconnect(), []);
  const onLoad = () => {
    const shown = frame.current;
    const root = shown?.contentDocument?.documentElement;
    observer.current?.disconnect();
    if (!shown || !root) return;
    root.ownerDocument.addEventListener('keydown', (event) => passKeysOn(shown, event));
    const measure = () => setHeight(Math.max(leastPixels, Math.ceil(root.getBoundingClientRect().height)));
    observer.current = new ResizeObserver(measure);
    observer.current.observe(root);
    measure();
  };
  return { frame, height, least: leastPixels, onLoad };
}

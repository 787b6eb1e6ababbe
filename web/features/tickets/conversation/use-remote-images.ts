import { useEffect, useRef, useState } from 'react';

/** A browser keeps six connections to a server: slow images must leave some for the person who reads. */
const atOnce = 3;
/** Images of this size measure who reads; nobody misses them. */
const mostTinyPixels = 3;

interface Progress {
  /** Images that are still to come. */
  readonly coming: number;
  readonly failed: number;
}

/** Loads a mail's remote images through Pniya into its frame, a few at a time; what can't be had says so in its place. */
export function useRemoteImages(messageId: string, missingWord: string) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const gone = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    gone.current = controller;
    return () => controller.abort();
  }, []);
  const load = async (frame: HTMLIFrameElement | null) => {
    const images = [
      ...(frame?.contentDocument?.querySelectorAll<HTMLImageElement>('img[data-remote]') ?? []),
    ];
    const waiting = [...images];
    let failed = 0;
    setProgress({ coming: images.length, failed });
    const { signal } = gone.current;
    const next = async (): Promise<void> => {
      const image = waiting.shift();
      if (!image || signal.aborted) return;
      const address = `/api/messages/${messageId}/image?place=${image.dataset.remote}`;
      if (!(await isLoaded(image, address))) failed += replaceMissing(image, missingWord);
      setProgress((now) => now && { coming: now.coming - 1, failed });
      return next();
    };
    await Promise.all(Array.from({ length: atOnce }, next));
  };
  return { progress, load };
}

function isLoaded(image: HTMLImageElement, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    image.addEventListener('load', () => resolve(true), { once: true });
    image.addEventListener('error', () => resolve(false), { once: true });
    image.src = address;
  });
}

/** The image's own words in its place; 1 when there is something to miss. */
function replaceMissing(image: HTMLImageElement, missingWord: string): number {
  const { alt } = image;
  const isTiny = [image.getAttribute('width'), image.getAttribute('height')].some(
    (size) => size !== null && Number.parseFloat(size) <= mostTinyPixels,
  );
  if (isTiny) {
    image.remove();
    return 0;
  }
  const shown = image.ownerDocument.createElement('span');
  shown.className = 'missing';
  shown.dir = 'auto';
  shown.textContent = alt.trim() === '' ? missingWord : `${alt.trim()} · ${missingWord}`;
  image.replaceWith(shown);
  return 1;
}

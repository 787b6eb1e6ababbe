import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';

export type Permission = NotificationPermission | 'impossible';

const listeners = new Set<() => void>();
const isPossible = () => 'Notification' in window && window.isSecureContext;
const permissionNow = (): Permission => (isPossible() ? Notification.permission : 'impossible');

/** Whether the browser may show that a call rings while another tab or program is in front. */
export function usePermission(): Permission {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, permissionNow);
}

/** Asks the browser's user; only by their own click, as browsers demand it. */
export async function askPermission(): Promise<void> {
  if (!isPossible()) return;
  await Notification.requestPermission();
  for (const listener of listeners) listener();
}

export interface Ring {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** Null while the page is in sight, or the browser may show nothing. The tag makes one of it where several tabs are open. */
function show({ id, title, body }: Ring, onOpen: (id: string) => void): Notification | null {
  if (document.visibilityState !== 'hidden' || permissionNow() !== 'granted') return null;
  const { dir, lang } = document.documentElement;
  const words = { body, lang, dir: dir === 'rtl' ? 'rtl' : 'ltr' } as const;
  // It goes with the call, not after some seconds.
  const notification = new Notification(title, { ...words, tag: `call-${id}`, requireInteraction: true });
  notification.onclick = () => {
    window.focus();
    notification.close();
    onOpen(id);
  };
  return notification;
}

/** Shows each call that rings once, while the page is not in sight; it goes when the call does. */
export function useNotifications(rings: readonly Ring[], onOpen: (id: string) => void): void {
  const open = useEffectEvent(onOpen);
  const shown = useRef(new Map<string, Notification | null>());
  useEffect(() => {
    const known = shown.current;
    const now = new Set(rings.map(({ id }) => id));
    for (const [id, notification] of known) {
      if (now.has(id)) continue;
      notification?.close();
      known.delete(id);
    }
    for (const ring of rings.filter(({ id }) => !known.has(id))) known.set(ring.id, show(ring, open));
  }, [rings]);
}

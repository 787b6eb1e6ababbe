import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api-queries.ts';
import type { Place } from '../i18n/format.ts';

/** The language on the screen and the business's own time zone: what an instant is shown in. */
export function usePlace(): Place {
  const { i18n } = useTranslation();
  return { language: i18n.language, timeZone: useSession().tenant.timezone };
}

const tickMilliseconds = 20_000;
const listeners = new Set<() => void>();
let now = new Date();
let timer = 0;

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = new Date();
    timer = window.setInterval(() => {
      now = new Date();
      for (const each of listeners) each();
    }, tickMilliseconds);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/** The time, three times a minute, by one timer for the whole page. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}

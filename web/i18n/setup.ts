import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['he', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'pniya-language';

/** One file per area: `./he/tickets.json` is the area `tickets` in Hebrew. */
const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { eager: true, import: 'default' });

function resources(): Record<string, Record<string, Record<string, unknown>>> {
  const found: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, words] of Object.entries(files)) {
    const [, language = '', area = ''] = /^\.\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
    found[language] = { ...found[language], [area]: words };
  }
  return found;
}

function keptLanguage(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** The language this browser was last used in; Hebrew is the source language. */
export function firstLanguage(): Language {
  return keptLanguage() === 'en' ? 'en' : 'he';
}

function show(language: string) {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

/** Shows the console in a language, here and at the next visit. */
export async function setLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // A browser that keeps nothing still shows the language until the page is closed.
  }
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

export async function setUpLanguage(): Promise<void> {
  i18next.on('languageChanged', show);
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'he',
    resources: resources(),
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

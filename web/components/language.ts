import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { changeOwnLanguage } from '../../shared/users.ts';
import { call } from '../api.ts';
import { sessionQuery } from '../api-queries.ts';
import { type Language, setLanguage } from '../i18n/setup.ts';
import { useFailure } from './useFailure.ts';

/** The language on the screen, and the switch: shown at once, and kept for this user on every machine. */
export function useLanguage(): { language: Language; change: (next: Language) => void } {
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const fail = useFailure();
  const language: Language = i18n.language === 'en' ? 'en' : 'he';
  const change = async (next: Language) => {
    await setLanguage(next);
    try {
      await call(changeOwnLanguage, { body: { language: next } });
      client.setQueryData(sessionQuery.queryKey, (known) =>
        known === undefined ? known : { ...known, user: { ...known.user, language: next } },
      );
    } catch (error) {
      await setLanguage(language);
      fail(error);
    }
  };
  return { language, change: (next) => void change(next) };
}

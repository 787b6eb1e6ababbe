import { useTranslation } from 'react-i18next';
import { type Language, languages, setLanguage } from '../i18n/setup.ts';
import styles from './LanguageSwitch.module.css';

/** The choice of language for somebody who isn't signed in yet: each language by its own name. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const choose = (language: Language) => void setLanguage(language);
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">{t('language.label')}</legend>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => choose(language)}
        >
          {t(`language.${language}`)}
        </button>
      ))}
    </fieldset>
  );
}

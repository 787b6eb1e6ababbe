import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api-queries.ts';
import styles from './Settings.module.css';
import { sections } from './sections.ts';

/** The settings: their parts on top, one of them below. */
export function SettingsLayout() {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  return (
    <div className={styles.layout}>
      <header className={styles.header}>
        <h1>{t('title')}</h1>
        <nav aria-label={t('nav')}>
          <ul>
            {sections.map((section) => (
              <li key={section}>
                <Link to="/settings/$section" params={{ section }} activeProps={{ 'aria-current': 'page' }}>
                  {t(`sections.${section}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {isWriter ? null : <p className={styles.readOnly}>{t('readOnly')}</p>}
      <Outlet />
    </div>
  );
}

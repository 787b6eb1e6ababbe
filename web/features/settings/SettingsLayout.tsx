import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api-queries.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { usePageTitle } from '../../components/usePageTitle.ts';
import styles from './Settings.module.css';
import { sections } from './sections.ts';

function NotForYou() {
  const { t } = useTranslation('settings');
  usePageTitle(t('title'));
  return (
    <div className={styles.layout}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <EmptyState icon={Lock} title={t('notForYou.title')}>
        {t('notForYou.words')}
      </EmptyState>
    </div>
  );
}

/** The settings: their parts on top, one of them below. */
export function SettingsLayout() {
  const { t } = useTranslation('settings');
  const isWriter = useMay('settings:write');
  const isReader = useMay('settings:read');
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a narrow screen the parts do not all fit: the one that is open is brought into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address decides which one that is
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  if (!isReader) return <NotForYou />;
  return (
    <div className={styles.layout}>
      <header className={styles.header}>
        <h1>{t('title')}</h1>
        <nav ref={nav} aria-label={t('nav')}>
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

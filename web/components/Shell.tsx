import { ActionIcon, Menu } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { ChevronsLeft, ChevronsRight, CircleUser, LogOut, Moon, Search, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api-queries.ts';
import { Anywhere } from './Anywhere.tsx';
import { ConnectionMark } from './ConnectionMark.tsx';
import { useSignOut } from './commands.ts';
import { Ltr } from './Isolates.tsx';
import { useLanguage } from './language.ts';
import { MailAlarm } from './MailAlarm.tsx';
import { Navigation } from './Navigation.tsx';
import styles from './Shell.module.css';
import { useScheme } from './scheme.ts';
import { Toasts } from './Toasts.tsx';
import { useFocusOnArrival } from './useFocusOnArrival.ts';

function UserMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { language, change } = useLanguage();
  const { isDark, toggle } = useScheme();
  const leave = useSignOut();
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <button type="button" className={styles.item}>
          <CircleUser size={19} strokeWidth={1.8} aria-hidden />
          {/* Its own direction on the box that cuts it, so that it is cut at its own end. */}
          <span className={styles.itemLabel} dir="auto">
            {user.name}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/me" leftSection={<CircleUser size={16} aria-hidden />}>
          {t('nav.me')}
        </Menu.Item>
        <Menu.Item
          leftSection={isDark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
          onClick={toggle}
        >
          {t(isDark ? 'scheme.toLight' : 'scheme.toDark')}
        </Menu.Item>
        <Menu.Item
          lang={language === 'he' ? 'en' : 'he'}
          leftSection={<span className={styles.languageMark}>{language === 'he' ? 'En' : 'עב'}</span>}
          onClick={() => change(language === 'he' ? 'en' : 'he')}
        >
          {t('language.toOther')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={16} aria-hidden className="icon-direction" />} onClick={leave}>
          {t('nav.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface Props {
  /** What comes up over any page by itself: who calls. */
  pop: ReactNode;
  children: ReactNode;
}

/** The frame round every page: navigation, the way to every command, what was just done, and whether we are connected. */
export function Shell({ pop, children }: Props) {
  const { t, i18n } = useTranslation();
  const { tenant } = useSession();
  const [isNarrow, setNarrow] = useLocalStorage({ key: 'pniya-narrow-navigation', defaultValue: false });
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const main = useFocusOnArrival();
  const isTowardsStart = isNarrow === (i18n.dir() === 'rtl');
  const Chevrons = isTowardsStart ? ChevronsLeft : ChevronsRight;
  return (
    <div className={styles.shell} data-narrow={isNarrow || undefined}>
      <a href="#main" className={styles.skip}>
        {t('nav.skip')}
      </a>
      <nav className={styles.navigation} aria-label={t('nav.label')}>
        <div className={styles.head}>
          <span className={styles.tenant} dir="auto">
            {tenant.name}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            className={styles.shrink}
            aria-label={t(isNarrow ? 'nav.widen' : 'nav.shrink')}
            onClick={() => setNarrow(!isNarrow)}
          >
            <Chevrons size={17} aria-hidden />
          </ActionIcon>
        </div>
        <button type="button" className={styles.commands} onClick={() => setPaletteOpen(true)}>
          <Search size={17} aria-hidden />
          <span className={styles.itemLabel}>{t('palette.open')}</span>
          <kbd aria-hidden className={styles.hint}>
            <Ltr>Ctrl K</Ltr>
          </kbd>
        </button>
        <Navigation />
        <div className={styles.foot}>
          <ConnectionMark />
          <UserMenu />
        </div>
      </nav>
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <MailAlarm />
        {children}
      </main>
      {pop}
      <Toasts />
      <Anywhere isPaletteOpen={isPaletteOpen} setPaletteOpen={setPaletteOpen} />
    </div>
  );
}

import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../components/useKeys.ts';
import { usePageTitle } from '../../components/usePageTitle.ts';
import { CallsHead } from './CallsHead.tsx';
import styles from './CallsPage.module.css';
import { LiveCalls } from './LiveCalls.tsx';
import { CallList } from './list/CallList.tsx';
import { useCallLogRefresh, useCallsSearch } from './use-calls.ts';

/** Every call: what rings and is spoken now, then what has ended; beside it the call that the address names. */
export function CallsPage() {
  const { t } = useTranslation('calls');
  const search = useCallsSearch();
  const openId = useParams({ strict: false }).id ?? null;
  const navigate = useNavigate();
  useCallLogRefresh();
  usePageTitle(t('title'));
  useKeys([
    {
      code: 'Escape',
      label: t('keys.close'),
      isActive: openId !== null,
      run: () => void navigate({ to: '/calls', search }),
    },
  ]);
  return (
    <div className={styles.layout} data-pane={openId === null ? 'list' : 'call'}>
      <div className={styles.head}>
        <CallsHead search={search} isWholePage={openId === null} />
      </div>
      <div className={styles.panes}>
        <section className={styles.list} aria-label={t('title')}>
          <LiveCalls search={search} openId={openId} />
          <CallList search={search} openId={openId} />
        </section>
        {openId === null ? null : (
          <div className={styles.call}>
            <Outlet />
          </div>
        )}
      </div>
    </div>
  );
}

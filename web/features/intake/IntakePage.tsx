import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../components/useKeys.ts';
import { usePageTitle } from '../../components/usePageTitle.ts';
import styles from './IntakePage.module.css';
import { LedgerHead } from './LedgerHead.tsx';
import { IntakeList } from './list/IntakeList.tsx';
import { useIntakeSearch } from './use-intake-search.ts';
import { useLedgerRefresh } from './use-ledger-refresh.ts';

/** The ledger: everything that came in, and what became of it; beside it the row that the address names. */
export function IntakePage() {
  const { t } = useTranslation('intake');
  const search = useIntakeSearch();
  const openId = useParams({ strict: false }).id ?? null;
  const navigate = useNavigate();
  useLedgerRefresh();
  usePageTitle(t('title'));
  useKeys([
    {
      code: 'Escape',
      label: t('keys.close'),
      isActive: openId !== null,
      run: () => void navigate({ to: '/intake', search }),
    },
  ]);
  return (
    <div className={styles.layout} data-pane={openId === null ? 'list' : 'item'}>
      <div className={styles.ledger}>
        <LedgerHead search={search} isWholePage={openId === null} />
      </div>
      <div className={styles.panes}>
        <section className={styles.list} aria-label={t('title')}>
          <IntakeList search={search} openId={openId} />
        </section>
        {openId === null ? null : (
          <div className={styles.item}>
            <Outlet />
          </div>
        )}
      </div>
    </div>
  );
}

import { Outlet, useParams } from '@tanstack/react-router';
import { MousePointerClick } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { usePageTitle } from '../../components/usePageTitle.ts';
import { QueuePane } from './queue/QueuePane.tsx';
import styles from './TicketsLayout.module.css';
import { useQueueSearch } from './use-ticket-search.ts';

function NothingOpen() {
  const { t } = useTranslation('tickets');
  usePageTitle(t('title'));
  return (
    <div className={styles.nothing}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <EmptyState icon={MousePointerClick} title={t('empty.noneOpen.title')}>
        {t('empty.noneOpen.text')}
      </EmptyState>
    </div>
  );
}

/** The queue, and beside it the ticket that the address names. On a narrow screen one of the two. */
export function TicketsLayout() {
  const search = useQueueSearch();
  const { number } = useParams({ strict: false });
  return (
    <div className={styles.layout} data-pane={number === undefined ? 'queue' : 'ticket'}>
      <div className={styles.queue}>
        <QueuePane search={search} openNumber={number === undefined ? null : Number(number)} />
      </div>
      <div className={styles.ticket}>{number === undefined ? <NothingOpen /> : <Outlet />}</div>
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ticketViews } from '../../../../shared/tickets.ts';
import { useCounts } from '../../../api-queries.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import type { QueueSearch } from '../ticket-search.ts';
import styles from './QueuePane.module.css';

/** Counts are capped at the server at 1,000. */
export const shownCount = (count: number) => (count >= 1000 ? '999+' : String(count));

/** The queues to choose from, with how many are in them once that is counted. */
export function QueueViews({ search }: { search: QueueSearch }) {
  const { t } = useTranslation('tickets');
  const counts = useCounts();
  const countOf = { waiting: counts?.waiting, mine: counts?.mine, all: undefined };
  return (
    <nav className={styles.views} aria-label={t('queue.views')}>
      {ticketViews.map((view) => {
        const count = countOf[view];
        const isShown = (search.view ?? 'waiting') === view;
        const { view: _, ...filters } = search;
        return (
          <Link
            key={view}
            to="/tickets"
            search={view === 'waiting' ? filters : { ...filters, view }}
            className={styles.view}
            activeProps={{}}
            aria-current={isShown ? 'true' : undefined}
            data-shown={isShown || undefined}
          >
            {t(`queue.view.${view}`)}
            {count === undefined ? null : (
              <span className={styles.count}>
                <Ltr>{shownCount(count)}</Ltr>
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}

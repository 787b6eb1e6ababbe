import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Skeletons } from '../../components/Skeletons.tsx';
import { isUnknown } from '../../components/UnreadDetail.tsx';
import styles from './TicketPane.module.css';
import { TicketView } from './ticket/TicketView.tsx';
import { ticketQuery } from './ticket-queries.ts';

/** One ticket by the number in the address. */
export function TicketPane() {
  const { t } = useTranslation('tickets');
  const given = useParams({ strict: false }).number ?? '';
  const number = /^\d{1,15}$/.test(given) ? Number(given) : null;
  const query = useQuery({ ...ticketQuery(number ?? 0), enabled: number !== null });
  if (query.data !== undefined) return <TicketView key={query.data.ticket.id} page={query.data} />;
  if (number === null || isUnknown(query.error)) {
    return (
      <div className={styles.pane}>
        <h1 className="visually-hidden">{t('empty.notFound.title', { number: given })}</h1>
        <EmptyState icon={FileQuestion} title={t('empty.notFound.title', { number: given })}>
          {t('empty.notFound.text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={styles.pane}>
      <h1 className="visually-hidden">{`${t('ticket')} ${number}`}</h1>
      {query.isError ? (
        <ErrorState
          error={query.error}
          title={t('error.ticket', { number })}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <Skeletons rows={8} />
      )}
    </div>
  );
}

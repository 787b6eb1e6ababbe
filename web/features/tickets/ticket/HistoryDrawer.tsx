import { Button, Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../../../shared/tickets.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { useEvents } from '../ticket-queries.ts';
import styles from './History.module.css';
import { HistoryLine } from './HistoryLine.tsx';

function HistoryList({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const query = useEvents(ticket);
  if (query.isPending) return <Skeletons rows={5} />;
  if (query.isError && query.data === undefined) {
    return <ErrorState error={query.error} title={t('error.history')} onRetry={() => void query.refetch()} />;
  }
  const events = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {events.length === 0 ? <p className={styles.none}>{t('history.empty')}</p> : null}
      <ol className={styles.list}>
        {events.map((event) => (
          <HistoryLine key={event.id} event={event} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <Button
          fullWidth
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('history.more')}
        </Button>
      ) : null}
    </>
  );
}

/** Everything that happened to a ticket, newest first. */
export function HistoryDrawer({
  ticket,
  isOpen,
  onClose,
}: {
  ticket: Ticket;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(['tickets', 'common']);
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={400}
      title={t('history.title')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {isOpen ? <HistoryList ticket={ticket} /> : null}
    </Drawer>
  );
}

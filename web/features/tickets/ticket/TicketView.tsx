import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { usePageTitle } from '../../../components/usePageTitle.ts';
import { Conversation } from '../conversation/Conversation.tsx';
import { CustomerCard } from '../customer/CustomerCard.tsx';
import { LinkLine } from '../moves/LinkLine.tsx';
import { Composer } from '../reply/Composer.tsx';
import { useWriting } from '../reply/use-writing.ts';
import { useMayChange } from '../use-may-change.ts';
import { useCustomerPane } from '../use-ticket-search.ts';
import { HistoryDrawer } from './HistoryDrawer.tsx';
import { TicketHeader } from './TicketHeader.tsx';
import styles from './TicketView.module.css';

/** A ticket's page: the conversation with the reply at its foot, and the customer beside it. */
export function TicketView({ page }: { page: TicketPage }) {
  const { t } = useTranslation('tickets');
  const { ticket } = page;
  usePageTitle(`${t('ticket')} ${ticket.number}`);
  const mayWrite = useMayChange(ticket);
  const customer = useCustomerPane();
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const writing = useWriting(ticket);
  return (
    <div className={styles.view} data-pane={customer.isOpen ? 'customer' : 'ticket'}>
      <article className={styles.ticket} aria-label={`${t('ticket')} ${ticket.number}`}>
        <TicketHeader
          page={page}
          onHistory={() => setHistoryOpen(true)}
          onCustomer={() => customer.show(true)}
        />
        <LinkLine ticket={ticket} />
        <Conversation page={page} pending={writing.pending} />
        {mayWrite ? <Composer page={page} writing={writing} /> : null}
      </article>
      <aside className={styles.customer} aria-label={t('page.showCustomer')}>
        <CustomerCard page={page} onBack={() => customer.show(false)} />
      </aside>
      <HistoryDrawer ticket={ticket} isOpen={isHistoryOpen} onClose={() => setHistoryOpen(false)} />
    </div>
  );
}

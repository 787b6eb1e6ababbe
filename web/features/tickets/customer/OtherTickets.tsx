import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AccountCard } from '../../../../shared/accounts.ts';
import { useLists } from '../../../api-queries.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { Time } from '../../../components/Time.tsx';
import { Waiting } from '../../../components/Waiting.tsx';
import { SubjectText } from '../SubjectText.tsx';
import { useQueueSearch } from '../use-ticket-search.ts';
import styles from './CustomerCard.module.css';

type Row = AccountCard['tickets'][number];

function TicketLine({ row, openNumber }: { row: Row; openNumber: number | undefined }) {
  const search = useQueueSearch();
  return (
    <li>
      <Link
        to="/tickets/$number"
        params={{ number: String(row.number) }}
        search={search}
        className={styles.ticket}
        aria-current={row.number === openNumber ? 'page' : undefined}
      >
        <span className={styles.ticketSubject}>
          <SubjectText subject={row.subject} isOneLine />
        </span>
        <small>
          <Ltr>#{row.number}</Ltr>
        </small>
        <small>
          <ListName list="statuses" id={row.status_id} />
        </small>
        <small>
          {row.waiting_since === null ? (
            <Time at={row.created_at} shape="short" />
          ) : (
            <Waiting since={row.waiting_since} brief />
          )}
        </small>
      </Link>
    </li>
  );
}

/** The customer's tickets, open ones first. */
export function OtherTickets({ account, openNumber }: { account: AccountCard; openNumber?: number }) {
  const { t } = useTranslation('account');
  const lists = useLists();
  const closed = new Set(
    lists?.statuses.filter((status) => status.type === 'closed').map((status) => status.id),
  );
  const isOpen = (row: Row) => !closed.has(row.status_id);
  const groups = [
    { title: t('openTickets'), rows: account.tickets.filter(isOpen) },
    { title: t('pastTickets'), rows: account.tickets.filter((row) => !isOpen(row)) },
  ];
  return groups.map(({ title, rows }) =>
    rows.length === 0 ? null : (
      <section key={title} className={styles.section}>
        <h3 className={styles.title}>
          {title} ({rows.length})
        </h3>
        <ul className={styles.list}>
          {rows.map((row) => (
            <TicketLine key={row.id} row={row} openNumber={openNumber} />
          ))}
        </ul>
      </section>
    ),
  );
}

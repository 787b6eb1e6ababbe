import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { useMay } from '../../../api-queries.ts';
import { Time } from '../../../components/Time.tsx';
import { AccountDetails } from './AccountDetails.tsx';
import { AccountForm } from './AccountForm.tsx';
import { AccountHead } from './AccountHead.tsx';
import { AccountNotes } from './AccountNotes.tsx';
import { Contacts } from './Contacts.tsx';
import { CustomerCalls } from './CustomerCalls.tsx';
import styles from './CustomerCard.module.css';
import { LinkAccount } from './LinkAccount.tsx';
import { OtherTickets } from './OtherTickets.tsx';
import { Sender } from './Sender.tsx';

function Unlinked({ page }: { page: TicketPage }) {
  const { t } = useTranslation('account');
  const mayWrite = useMay('tickets:write');
  return (
    <>
      <h2 className={styles.name}>{t('none')}</h2>
      <p className={styles.muted}>{t('noneText')}</p>
      <Sender ticket={page.ticket} />
      {mayWrite ? <LinkAccount page={page} /> : null}
    </>
  );
}

function Linked({ page, account }: { page: TicketPage; account: NonNullable<TicketPage['account']> }) {
  const { t } = useTranslation('account');
  const [mode, setMode] = useState<'shown' | 'edited' | 'changed'>('shown');
  const done = () => setMode('shown');
  if (mode === 'edited') return <AccountForm account={account} onDone={done} />;
  return (
    <>
      <AccountHead
        account={account}
        onEdit={() => setMode('edited')}
        beside={{ page, onChange: () => setMode('changed') }}
      />
      {mode === 'changed' ? <LinkAccount page={page} onDone={done} /> : null}
      <Contacts contacts={account.contacts} ticketId={page.ticket.id} />
      <AccountDetails account={account} />
      <OtherTickets account={account} openNumber={page.ticket.number} />
      <CustomerCalls accountId={account.id} />
      <AccountNotes account={account} />
      <p className={styles.muted}>
        {t('since')} <Time at={account.created_at} shape="full" />
      </p>
    </>
  );
}

/** The customer beside a ticket: how to reach them, what else they asked, what we know of them. */
export function CustomerCard({ page, onBack }: { page: TicketPage; onBack: () => void }) {
  const { t } = useTranslation('tickets');
  return (
    <div className={styles.card}>
      <h1 className={styles.paneTitle}>{t('page.showCustomer')}</h1>
      <button type="button" className={styles.back} onClick={onBack}>
        <ArrowRight size={17} aria-hidden className={styles.backIcon} />
        {t('page.backToTicket')}
      </button>
      {page.account === null ? (
        <Unlinked page={page} />
      ) : (
        <Linked key={page.account.id} page={page} account={page.account} />
      )}
    </div>
  );
}

import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../../shared/accounts.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { useMay } from '../../../api-queries.ts';
import { useTicketChanges } from '../use-ticket-changes.ts';
import { AccountChoice, AccountSearch } from './AccountSearch.tsx';
import styles from './CustomerCard.module.css';
import { NewAccount } from './NewAccount.tsx';

/** Says whose ticket it is: one of the likely ones, any other by search, or a new customer. */
export function LinkAccount({ page, onDone }: { page: TicketPage; onDone?: () => void }) {
  const { t } = useTranslation(['account', 'tickets']);
  const mayMake = useMay('accounts:write');
  const { change } = useTicketChanges();
  const [isMaking, setMaking] = useState(false);
  const { ticket } = page;
  const link = async (id: string) => {
    await change(ticket, { account_id: id }, t('tickets:toast.account', { number: ticket.number }));
    onDone?.();
  };
  const choose = (account: Account) => void link(account.id);
  if (isMaking) {
    return (
      <section className={styles.section}>
        <NewAccount ticket={ticket} onMade={link} onCancel={() => setMaking(false)} />
      </section>
    );
  }
  return (
    <section className={styles.section} aria-label={t('link')}>
      {page.candidates.length === 0 ? null : (
        <>
          <h3 className={styles.title}>{t('candidates')}</h3>
          <p className={styles.muted}>{t('candidatesText')}</p>
          <ul className={styles.list}>
            {page.candidates.map((account) => (
              <AccountChoice key={account.id} account={account} onChoose={choose} />
            ))}
          </ul>
        </>
      )}
      <AccountSearch label={t('link')} onChoose={choose} />
      <div className={styles.buttons}>
        {onDone === undefined ? null : (
          <Button size="compact-sm" variant="default" onClick={onDone}>
            {t('cancel')}
          </Button>
        )}
        {mayMake ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => setMaking(true)}
          >
            {t('newAccount')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

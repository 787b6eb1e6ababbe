import { Button, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Account, openAccount } from '../../../../shared/accounts.ts';
import type { Ticket, TicketPage } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useTicketChanges } from '../use-ticket-changes.ts';
import { AccountChoice, AccountSearch } from './AccountSearch.tsx';
import styles from './CustomerCard.module.css';

function NewAccount({
  ticket,
  onMade,
  onCancel,
}: {
  ticket: Ticket;
  onMade: (id: string) => Promise<void>;
  onCancel: () => void;
}) {
  const { t } = useTranslation('account');
  const fail = useFailure();
  const isName = ticket.sender !== null && ticket.sender !== ticket.email && ticket.sender !== ticket.phone;
  const [fields, setFields] = useState({
    name: isName ? (ticket.sender ?? '') : '',
    company: '',
    phone: ticket.phone ?? '',
    email: ticket.email ?? '',
  });
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { id } = await call(openAccount, { body: fields });
      await onMade(id);
    } catch (error) {
      setProblem(error);
      fail(error, t('failed'));
    } finally {
      setBusy(false);
    }
  };
  const input = (name: keyof typeof fields, dir: 'auto' | 'ltr', most: number) => (
    <TextInput
      label={t(name)}
      value={fields[name]}
      onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
      required={name === 'name'}
      maxLength={most}
      dir={dir}
      error={fieldProblem(problem, name)}
    />
  );
  return (
    <form
      className={styles.form}
      aria-label={t('newAccount')}
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      {input('name', 'auto', 300)}
      {input('company', 'auto', 300)}
      {input('phone', 'ltr', 100)}
      {input('email', 'ltr', 254)}
      <div className={styles.buttons}>
        <Button size="sm" variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button size="sm" type="submit" loading={isBusy}>
          {t('make')}
        </Button>
      </div>
    </form>
  );
}

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

import { Button, TextInput } from '@mantine/core';
import { UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Auto } from '../../../components/Isolates.tsx';
import { fieldProblem } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { AccountSearch } from '../customer/AccountSearch.tsx';
import styles from './NewTicket.module.css';
import type { NewTicket } from './new-ticket-draft.ts';

interface Props {
  ticket: NewTicket;
  onChange: (fields: Partial<NewTicket>) => void;
  problem: unknown;
}

/** Whose ticket it is: a customer found by search, or the name, phone and address of a new one. */
export function CustomerFields({ ticket, onChange, problem }: Props) {
  const { t } = useTranslation('tickets');
  const { account } = ticket;
  if (account !== null) {
    return (
      <p className={styles.chosen}>
        <UserRound size={16} aria-hidden />
        <span className={styles.chosenName}>
          <Auto>{account.name}</Auto>
        </span>
        <Button size="compact-sm" variant="default" onClick={() => onChange({ account: null })}>
          {t('new.another')}
        </Button>
      </p>
    );
  }
  return (
    <>
      <AccountSearch
        label={t('new.knownCustomer')}
        onChoose={({ id, name }) => onChange({ account: { id, name } })}
      />
      <h3 className={styles.subtitle}>{t('new.newCustomer')}</h3>
      <div className={styles.columns}>
        <TextInput
          label={t('new.name')}
          value={ticket.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          maxLength={300}
          dir={dirOf(ticket.name)}
          autoComplete="off"
          error={fieldProblem(problem, 'name')}
        />
        <TextInput
          label={t('new.phone')}
          value={ticket.phone}
          onChange={(event) => onChange({ phone: event.currentTarget.value })}
          type="tel"
          maxLength={100}
          dir="ltr"
          autoComplete="off"
          error={fieldProblem(problem, 'phone')}
        />
        <TextInput
          label={t('new.email')}
          value={ticket.email}
          onChange={(event) => onChange({ email: event.currentTarget.value })}
          type="email"
          maxLength={254}
          dir="ltr"
          autoComplete="off"
          error={fieldProblem(problem, 'email')}
        />
      </div>
      <p className={styles.hint}>{t('new.matchHint')}</p>
    </>
  );
}

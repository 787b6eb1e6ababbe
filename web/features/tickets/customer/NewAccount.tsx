import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openAccount } from '../../../../shared/accounts.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { useFocusOnRefusal } from '../../../components/useFocusOnRefusal.ts';
import styles from './CustomerCard.module.css';

const inputs = [
  { name: 'name', dir: 'auto', most: 300 },
  { name: 'company', dir: 'auto', most: 300 },
  { name: 'phone', dir: 'ltr', most: 100 },
  { name: 'email', dir: 'ltr', most: 254 },
] as const;

/** What the ticket already says of its sender. */
function fieldsOf({ sender, phone, email }: Ticket) {
  const isName = sender !== null && sender !== email && sender !== phone;
  return { name: isName ? sender : '', company: '', phone: phone ?? '', email: email ?? '' };
}

interface Props {
  ticket: Ticket;
  onMade: (id: string) => Promise<void>;
  onCancel: () => void;
}

/** Makes a customer of the sender of a ticket. */
export function NewAccount({ ticket, onMade, onCancel }: Props) {
  const { t } = useTranslation('account');
  const fail = useFailure();
  const [fields, setFields] = useState(() => fieldsOf(ticket));
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useFocusOnRefusal(problem);
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
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      aria-label={t('newAccount')}
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      {inputs.map(({ name, dir, most }) => (
        <TextInput
          key={name}
          label={t(name)}
          value={fields[name]}
          onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
          required={name === 'name'}
          maxLength={most}
          dir={dir}
          error={fieldProblem(problem, name)}
        />
      ))}
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

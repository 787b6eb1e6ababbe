import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountCard, changeAccount } from '../../../../shared/accounts.ts';
import { call } from '../../../api.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { ticketKey } from '../ticket-queries.ts';
import styles from './CustomerCard.module.css';

interface Line {
  readonly id: number;
  readonly value: string;
}

interface LinesProps {
  kind: 'phone' | 'email';
  lines: readonly Line[];
  onChange: (lines: readonly Line[]) => void;
  problem: string | null;
}

/** The phones or the addresses of a customer, one field each. */
function Lines({ kind, lines, onChange, problem }: LinesProps) {
  const { t } = useTranslation('account');
  const isPhone = kind === 'phone';
  const put = (id: number, value: string) =>
    onChange(lines.map((line) => (line.id === id ? { id, value } : line)));
  return (
    <>
      <h3 className={styles.title}>{t(isPhone ? 'phones' : 'emails')}</h3>
      {lines.map((line, index) => (
        <div key={line.id} className={styles.row}>
          <TextInput
            value={line.value}
            onChange={(event) => put(line.id, event.currentTarget.value)}
            type={isPhone ? 'tel' : 'email'}
            dir="ltr"
            maxLength={isPhone ? 100 : 254}
            aria-label={`${t(kind)} ${index + 1}`}
            error={index === lines.length - 1 ? problem : null}
          />
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t('removeContact', { value: line.value === '' ? t('emptyContact') : line.value })}
            onClick={() => onChange(lines.filter((one) => one.id !== line.id))}
          >
            <X size={15} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() =>
          onChange([...lines, { id: Math.max(0, ...lines.map((line) => line.id)) + 1, value: '' }])
        }
      >
        {t(isPhone ? 'addPhone' : 'addEmail')}
      </Button>
    </>
  );
}

const linesOf = (account: AccountCard, kind: 'phone' | 'email'): Line[] =>
  account.contacts
    .filter((contact) => contact.kind === kind)
    .map((contact, id) => ({ id, value: contact.shown }));
const valuesOf = (lines: readonly Line[]) =>
  lines.map((line) => line.value.trim()).filter((value) => value !== '');

interface Props {
  account: AccountCard;
  ticketNumber: number;
  onDone: () => void;
}

/** Changes a customer's name, company and contacts. */
export function AccountForm({ account, ticketNumber, onDone }: Props) {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const fail = useFailure();
  const [name, setName] = useState(account.name);
  const [company, setCompany] = useState(account.company ?? '');
  const [phones, setPhones] = useState<readonly Line[]>(() => linesOf(account, 'phone'));
  const [emails, setEmails] = useState<readonly Line[]>(() => linesOf(account, 'email'));
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const body = { name, company, phones: valuesOf(phones), emails: valuesOf(emails) };
      await call(changeAccount, { params: { id: account.id }, body });
      await client.invalidateQueries({ queryKey: ticketKey(ticketNumber) });
      showToast({ text: t('saved') });
      onDone();
    } catch (error) {
      setProblem(error);
      fail(error, t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.form}
      aria-label={t('edit')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={t('name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={300}
        dir="auto"
        error={fieldProblem(problem, 'name')}
      />
      <TextInput
        label={t('company')}
        value={company}
        onChange={(event) => setCompany(event.currentTarget.value)}
        maxLength={300}
        dir="auto"
        error={fieldProblem(problem, 'company')}
      />
      <Lines kind="phone" lines={phones} onChange={setPhones} problem={fieldProblem(problem, 'phones')} />
      <Lines kind="email" lines={emails} onChange={setEmails} problem={fieldProblem(problem, 'emails')} />
      <div className={styles.buttons}>
        <Button size="sm" variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button size="sm" type="submit" loading={isBusy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

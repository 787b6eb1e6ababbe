import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AccountCard } from '../../../../shared/accounts.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { useFocusOnRefusal } from '../../../components/useFocusOnRefusal.ts';
import styles from './CustomerCard.module.css';
import { type Line, useAccountForm } from './use-account-form.ts';

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
        className={styles.add}
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

interface Props {
  account: AccountCard;
  onDone: () => void;
}

/** Changes a customer's name, company and contacts. */
export function AccountForm({ account, onDone }: Props) {
  const { t } = useTranslation('account');
  const { fields, put, problem, isBusy, save } = useAccountForm(account, onDone);
  const form = useFocusOnRefusal(problem);
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      aria-label={t('edit')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 className={styles.name}>{t('edit')}</h2>
      <TextInput
        label={t('name')}
        value={fields.name}
        onChange={(event) => put({ name: event.currentTarget.value })}
        required
        maxLength={300}
        dir={dirOf(fields.name)}
        error={fieldProblem(problem, 'name')}
      />
      <TextInput
        label={t('company')}
        value={fields.company}
        onChange={(event) => put({ company: event.currentTarget.value })}
        maxLength={300}
        dir={dirOf(fields.company)}
        error={fieldProblem(problem, 'company')}
      />
      <Lines
        kind="phone"
        lines={fields.phones}
        onChange={(phones) => put({ phones })}
        problem={fieldProblem(problem, 'phones')}
      />
      <Lines
        kind="email"
        lines={fields.emails}
        onChange={(emails) => put({ emails })}
        problem={fieldProblem(problem, 'emails')}
      />
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

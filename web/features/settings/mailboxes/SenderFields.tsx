import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import styles from './Connection.module.css';
import { PasswordFields } from './PasswordFields.tsx';
import { SecurityFields } from './SecurityFields.tsx';
import type { SenderDraft } from './sender-draft.ts';

interface Props {
  mailbox: Mailbox;
  draft: SenderDraft;
  problem: unknown;
  onChange: (part: Partial<SenderDraft>) => void;
}

const ports = { tls: 465, starttls: 587, none: 25 } as const;

function Server({ draft, problem, onChange }: Omit<Props, 'mailbox'>) {
  const { t } = useTranslation('mail');
  return (
    <>
      <TextInput
        label={t('sender.host')}
        dir="ltr"
        required
        autoComplete="off"
        spellCheck={false}
        value={draft.host}
        error={fieldProblem(problem, 'host')}
        onChange={({ currentTarget: { value } }) => onChange({ host: value })}
      />
      <SecurityFields value={draft} ports={ports} problem={problem} onChange={onChange} />
      {draft.security === 'none' ? <p className={styles.advice}>{t('sender.plainWords')}</p> : null}
    </>
  );
}

/** Which server, how to sign in there, and who is named as the sender. */
export function SenderFields({ mailbox, draft, problem, onChange }: Props) {
  const { t } = useTranslation('mail');
  return (
    <>
      {draft.through === 'oauth' ? null : <Server draft={draft} problem={problem} onChange={onChange} />}
      {draft.through === 'password' ? (
        <PasswordFields
          value={draft}
          isKept={mailbox.sender?.sign_in === 'password'}
          problem={problem}
          onChange={onChange}
        />
      ) : null}
      <TextInput
        label={t('sender.fromName')}
        description={t('sender.fromNameHint', { name: mailbox.name })}
        maxLength={100}
        value={draft.fromName}
        error={fieldProblem(problem, 'from_name')}
        onChange={({ currentTarget: { value } }) => onChange({ fromName: value })}
      />
    </>
  );
}

import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import styles from './Connection.module.css';
import type { ConnectionDraft } from './connection-draft.ts';
import { PasswordFields } from './PasswordFields.tsx';
import { SecurityFields } from './SecurityFields.tsx';
import { hintFor } from './server-hints.ts';
import { Words } from './Words.tsx';

interface Props {
  mailbox: Mailbox;
  draft: ConnectionDraft;
  problem: unknown;
  onChange: (part: Partial<ConnectionDraft>) => void;
}

const ports = { tls: 993, starttls: 143, none: 143 } as const;

function Server({ draft, problem, onChange }: Omit<Props, 'mailbox'>) {
  const { t } = useTranslation('settings');
  const { advice } = hintFor(draft.username);
  return (
    <>
      {advice === null ? null : <p className={styles.advice}>{t(`connection.advice.${advice}`)}</p>}
      <TextInput
        label={t('connection.host')}
        dir="ltr"
        required
        autoComplete="off"
        spellCheck={false}
        value={draft.host}
        error={fieldProblem(problem, 'host')}
        onChange={(event) => onChange({ host: event.currentTarget.value })}
      />
      <SecurityFields value={draft} ports={ports} problem={problem} onChange={onChange} />
      {draft.security === 'none' ? <p className={styles.advice}>{t('connection.plainWords')}</p> : null}
    </>
  );
}

/** Which server, and how to sign in there: with a password, or at its provider with what the mailbox was authorized with. */
export function ServerFields({ mailbox, draft, problem, onChange }: Props) {
  const { t } = useTranslation('mail');
  const { authorization } = mailbox;
  const provider = authorization && t(`providers.${authorization.provider}`);
  return (
    <>
      {authorization === null ? null : (
        <NativeSelect
          label={t('signIn.label')}
          value={draft.signIn}
          error={fieldProblem(problem, 'sign_in')}
          data={[
            { value: 'oauth', label: t('signIn.oauth', { provider }) },
            { value: 'password', label: t('signIn.password') },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ signIn: value === 'oauth' ? 'oauth' : 'password' })
          }
        />
      )}
      {draft.signIn === 'oauth' && authorization !== null ? (
        <p className={styles.words}>
          <Words text={t('signIn.oauthWords', { provider, username: authorization.username })} />
        </p>
      ) : (
        <>
          <Server draft={draft} problem={problem} onChange={onChange} />
          <PasswordFields
            value={draft}
            isKept={mailbox.connection?.sign_in === 'password'}
            problem={problem}
            onChange={onChange}
          />
        </>
      )}
    </>
  );
}

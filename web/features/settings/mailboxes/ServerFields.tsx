import { NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { securities } from '../../../../shared/mail-servers.ts';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import styles from './Connection.module.css';
import type { ConnectionDraft } from './connection-draft.ts';
import { hintFor } from './server-hints.ts';

interface Props {
  mailbox: Mailbox;
  draft: ConnectionDraft;
  problem: unknown;
  onChange: (part: Partial<ConnectionDraft>) => void;
}

function Security({ draft, problem, onChange }: Omit<Props, 'mailbox'>) {
  const { t } = useTranslation('settings');
  return (
    <div className={styles.pair}>
      <NativeSelect
        label={t('connection.security')}
        data={securities.map((value) => ({ value, label: t(`connection.securities.${value}`) }))}
        value={draft.security}
        onChange={(event) => {
          const security = securities.find((one) => one === event.currentTarget.value) ?? 'tls';
          onChange({ security, port: security === 'tls' ? 993 : 143 });
        }}
      />
      <NumberInput
        label={t('connection.port')}
        dir="ltr"
        required
        min={1}
        max={65535}
        hideControls
        allowDecimal={false}
        value={draft.port}
        error={fieldProblem(problem, 'port')}
        onChange={(value) => onChange({ port: typeof value === 'number' ? value : '' })}
      />
    </div>
  );
}

/** Which server, and how to sign in there. */
export function ServerFields({ mailbox, draft, problem, onChange }: Props) {
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
      <Security draft={draft} problem={problem} onChange={onChange} />
      {draft.security === 'none' ? <p className={styles.advice}>{t('connection.plainWords')}</p> : null}
      <TextInput
        label={t('connection.username')}
        dir="ltr"
        required
        autoComplete="off"
        spellCheck={false}
        value={draft.username}
        error={fieldProblem(problem, 'username')}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('connection.password')}
        description={mailbox.connection === null ? undefined : t('connection.passwordKept')}
        dir="ltr"
        required={mailbox.connection === null}
        autoComplete="new-password"
        value={draft.password}
        error={fieldProblem(problem, 'password')}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
      />
    </>
  );
}

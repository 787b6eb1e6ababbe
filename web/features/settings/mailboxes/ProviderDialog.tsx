import { Checkbox, Radio, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { authorizeApp, beginAuthorization, type Provider } from '../../../../shared/mail-apps.ts';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { mailAppsQuery, useRefresh } from '../settings-queries.ts';
import styles from './Connection.module.css';

interface Props {
  mailbox: Mailbox;
  provider: Provider;
  onClose: () => void;
}

interface KindsProps {
  kind: 'person' | 'app';
  provider: string;
  onChange: (kind: 'person' | 'app') => void;
}

function Kinds({ kind, provider, onChange }: KindsProps) {
  const { t } = useTranslation('mail');
  return (
    <Radio.Group
      label={t('connect.how')}
      value={kind}
      onChange={(value) => onChange(value === 'app' ? 'app' : 'person')}
    >
      <Stack gap="xs">
        <Radio value="person" label={t('connect.person', { provider })} />
        <Radio value="app" label={t('connect.app')} />
      </Stack>
    </Radio.Group>
  );
}

/** Leads a person to the provider's page, or connects as the organisation's application. */
export function ProviderDialog({ mailbox, provider: name, onClose }: Props) {
  const { t } = useTranslation('mail');
  const refresh = useRefresh();
  const app = useQuery(mailAppsQuery).data?.items.find((one) => one.provider === name);
  const [username, setUsername] = useState(mailbox.authorization?.username ?? mailbox.addresses[0] ?? '');
  const [kind, setKind] = useState<'person' | 'app'>(mailbox.authorization?.kind ?? 'person');
  const [alsoSends, setAlsoSends] = useState(true);
  const provider = t(`providers.${name}`);
  const canBeApp = name === 'microsoft' ? app !== undefined : (app?.service_account ?? null) !== null;
  const chosen = canBeApp ? kind : 'person';
  const go = async () => {
    const body = { provider: name, username, also_sends: alsoSends };
    const given = { params: { id: mailbox.id }, body };
    if (chosen === 'person') {
      window.location.assign((await call(beginAuthorization, given)).url);
      // The page is being left: what would come after it is not for this one.
      return new Promise<never>(() => undefined);
    }
    await call(authorizeApp, given);
    await refresh();
    return showToast({ text: t('connect.connectedNotice') });
  };
  return (
    <FormDialog
      title={t('connect.title', { name: mailbox.name, provider })}
      submitLabel={t(chosen === 'person' ? 'connect.go' : 'connect.connect', { provider })}
      onSubmit={go}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {app === undefined ? <p className={styles.advice}>{t('connect.noApp', { provider })}</p> : null}
          <TextInput
            label={t('connect.username')}
            description={t('connect.usernameHint')}
            dir="ltr"
            required
            autoComplete="off"
            spellCheck={false}
            value={username}
            error={fieldProblem(problem, 'username')}
            onChange={({ currentTarget: { value } }) => setUsername(value)}
          />
          {canBeApp ? <Kinds kind={kind} provider={provider} onChange={setKind} /> : null}
          <Checkbox
            label={t('connect.alsoSends', { provider })}
            checked={alsoSends}
            onChange={({ currentTarget: { checked } }) => setAlsoSends(checked)}
          />
          {chosen === 'person' ? (
            <p className={styles.words}>{t('connect.personWords', { provider })}</p>
          ) : null}
          <p role="alert" className={styles.bad}>
            {fieldProblem(problem, 'provider')}
          </p>
        </>
      )}
    </FormDialog>
  );
}

import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeMailApp, type MailApp, type MailAppPlace } from '../../../../shared/mail-apps.ts';
import { call } from '../../../api.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useRefresh } from '../settings-queries.ts';
import { Taken } from '../Taken.tsx';
import styles from './MailParts.module.css';
import { Words } from './Words.tsx';

const steps = {
  google: ['1', '2', '3', '4', '5', '6'],
  googleApp: ['1', '2', '3'],
  microsoft: ['1', '2', '3', '4', '5'],
  microsoftApp: ['1', '2'],
} as const;

function Steps({ of }: { of: keyof typeof steps }) {
  const { t } = useTranslation('mail');
  return (
    <ol className={styles.steps}>
      {steps[of].map((step) => (
        <li key={step}>
          <Words text={t(`apps.${of}.${step}`)} />
        </li>
      ))}
    </ol>
  );
}

interface Draft {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly directory: string;
  readonly serviceKey: string;
}

interface FieldsProps {
  app: MailApp | undefined;
  provider: MailAppPlace['provider'];
  draft: Draft;
  problem: unknown;
  onChange: (part: Partial<Draft>) => void;
}

function Fields({ app, provider, draft, problem, onChange }: FieldsProps) {
  const { t } = useTranslation('mail');
  return (
    <>
      <TextInput
        label={t(`apps.clientId.${provider}`)}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        value={draft.clientId}
        error={fieldProblem(problem, 'client_id')}
        onChange={({ currentTarget: { value } }) => onChange({ clientId: value })}
      />
      <PasswordInput
        label={t(`apps.clientSecret.${provider}`)}
        description={app?.client_id ? t('apps.secretKept') : undefined}
        dir="ltr"
        autoComplete="new-password"
        value={draft.clientSecret}
        error={fieldProblem(problem, 'client_secret')}
        onChange={({ currentTarget: { value } }) => onChange({ clientSecret: value })}
      />
      {provider === 'microsoft' ? (
        <TextInput
          label={t('apps.directory')}
          description={t('apps.directoryHint')}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={draft.directory}
          error={fieldProblem(problem, 'directory')}
          onChange={({ currentTarget: { value } }) => onChange({ directory: value })}
        />
      ) : null}
    </>
  );
}

/** Without a person: what the organisation's administrator allows the program itself. */
function ForAll({ provider, draft, problem, onChange }: Omit<FieldsProps, 'app'>) {
  const { t } = useTranslation('mail');
  return (
    <>
      <p className={styles.subtitle}>{t('apps.appSteps')}</p>
      <Steps of={provider === 'google' ? 'googleApp' : 'microsoftApp'} />
      {provider === 'google' ? (
        <Textarea
          label={t('apps.serviceKey')}
          description={t('apps.serviceHint')}
          dir="ltr"
          minRows={2}
          maxRows={5}
          autosize
          spellCheck={false}
          value={draft.serviceKey}
          error={fieldProblem(problem, 'service_key')}
          onChange={({ currentTarget: { value } }) => onChange({ serviceKey: value })}
        />
      ) : null}
    </>
  );
}

/** Nothing typed means that it stays as it is. */
const given = (text: string) => (text.trim() === '' ? undefined : text.trim());

/** What to do at the provider, step by step, with what has to be copied there and from there. */
export function MailAppForm({
  app,
  place,
  onClose,
}: {
  app: MailApp | undefined;
  place: MailAppPlace;
  onClose: () => void;
}) {
  const { t } = useTranslation('mail');
  const refresh = useRefresh();
  const { provider } = place;
  const name = { provider: t(`providers.${provider}`) };
  const [draft, setDraft] = useState<Draft>({
    clientId: app?.client_id ?? '',
    clientSecret: '',
    directory: app?.directory ?? '',
    serviceKey: '',
  });
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const save = async () => {
    const body = {
      client_id: given(draft.clientId),
      client_secret: given(draft.clientSecret),
      directory: given(draft.directory),
      service_key: given(draft.serviceKey),
    };
    await call(changeMailApp, { params: { provider }, body });
    await refresh();
    showToast({ text: t('settings:saved') });
  };
  return (
    <FormDialog
      title={t('apps.formTitle', name)}
      submitLabel={t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <p className={styles.subtitle}>{t('apps.steps', name)}</p>
          <Steps of={provider} />
          <Taken label={t('apps.redirect')} text={place.redirect_url} />
          <Taken label={t('apps.scopes')} text={place.scopes.join('\n')} />
          <Fields app={app} provider={provider} draft={draft} problem={problem} onChange={set} />
          <ForAll provider={provider} draft={draft} problem={problem} onChange={set} />
        </>
      )}
    </FormDialog>
  );
}

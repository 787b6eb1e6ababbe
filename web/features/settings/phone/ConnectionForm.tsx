import { NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addPhoneConnection,
  exchangeTls,
  type PhoneConnection,
  type PhoneProvider,
} from '../../../../shared/phone-connections.ts';
import { call } from '../../../api.ts';
import { useLists } from '../../../api-queries.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { changesOf } from '../changes.ts';
import { FormDialog } from '../FormDialog.tsx';
import { ListChoice } from '../ListChoice.tsx';
import { NameField } from '../NameField.tsx';
import { useRefresh } from '../settings-queries.ts';
import type { NewAddresses } from './AddressesDialog.tsx';
import { bodyOf, type Draft, draftOf, needs, usual } from './connection-draft.ts';
import { ProviderChoice } from './ProviderChoice.tsx';
import { QueueFields } from './QueueFields.tsx';
import { useConnectionChanges } from './use-connection-changes.ts';
import { ZoneField } from './ZoneField.tsx';

interface Props {
  connection?: PhoneConnection;
  onMade: (made: NewAddresses) => void;
  onClose: () => void;
}

interface FieldsProps {
  draft: Draft;
  problem: unknown;
  onChange: (part: Partial<Draft>) => void;
}

/** How missed calls become tickets. */
function MissedFields({ draft, problem, onChange }: FieldsProps) {
  const { t } = useTranslation('phone');
  const departments = useLists()?.departments;
  return (
    <>
      <ListChoice
        label={t('form.department')}
        description={t('form.departmentHint')}
        none={t('form.noDepartment')}
        rows={departments}
        value={draft.department_id}
        problem={fieldProblem(problem, 'department_id')}
        onChange={(department_id) => onChange({ department_id })}
      />
      <QueueFields
        queues={draft.queues}
        problem={fieldProblem(problem, 'queues')}
        onChange={(queues) => onChange({ queues })}
      />
      <NumberInput
        label={t('form.window')}
        description={t('form.windowHint')}
        min={1}
        max={1440}
        allowDecimal={false}
        value={draft.window_minutes}
        error={fieldProblem(problem, 'window_minutes')}
        onChange={(next) =>
          onChange({ window_minutes: typeof next === 'number' ? next : usual.window_minutes })
        }
      />
      <NumberInput
        label={t('form.callback')}
        description={t('form.callbackHint')}
        min={1}
        max={60}
        allowDecimal={false}
        value={draft.callback_days}
        error={fieldProblem(problem, 'callback_days')}
        onChange={(next) =>
          onChange({ callback_days: typeof next === 'number' ? next : usual.callback_days })
        }
      />
    </>
  );
}

function AccountField({ provider, draft, problem, onChange }: FieldsProps & { provider: PhoneProvider }) {
  const { t } = useTranslation('phone');
  if (!needs[provider].account) return null;
  return (
    <TextInput
      label={t(`account.${provider}`)}
      description={t(`accountHint.${provider}`)}
      dir="ltr"
      maxLength={200}
      autoComplete="off"
      value={draft.provider_account}
      error={fieldProblem(problem, 'provider_account')}
      onChange={(event) => onChange({ provider_account: event.currentTarget.value })}
    />
  );
}

/** Only an Asterisk is spoken to over a line of our own. */
function TlsField({ provider, draft, problem, onChange }: FieldsProps & { provider: PhoneProvider }) {
  const { t } = useTranslation('phone');
  if (provider !== 'asterisk') return null;
  return (
    <NativeSelect
      label={t('tls.label')}
      description={t('tls.hint')}
      value={draft.tls}
      error={fieldProblem(problem, 'tls')}
      onChange={({ currentTarget: { value } }) =>
        onChange({ tls: exchangeTls.find((one) => one === value) ?? 'off' })
      }
    >
      {exchangeTls.map((one) => (
        <option key={one} value={one}>
          {t(`tls.${one}`)}
        </option>
      ))}
    </NativeSelect>
  );
}

function useSave({ connection, onMade }: Props) {
  const { t } = useTranslation('phone');
  const refresh = useRefresh();
  const { change } = useConnectionChanges();
  return async (provider: PhoneProvider, draft: Draft, secret: string) => {
    if (connection === undefined) {
      const body = { ...bodyOf(draft), provider, secret: secret === '' ? null : secret };
      onMade(await call(addPhoneConnection, { body }));
      await refresh();
      return;
    }
    const changes = changesOf(bodyOf(draftOf(connection)), bodyOf(draft));
    if (Object.keys(changes).length === 0) return;
    await change(connection, changes);
    showToast({ text: t('settings:saved') });
  };
}

/** A new exchange, or the details of a known one. */
export function ConnectionForm(props: Props) {
  const { connection, onClose } = props;
  const { t } = useTranslation(['phone', 'settings', 'common']);
  const [provider, setProvider] = useState<PhoneProvider>(connection?.provider ?? 'generic');
  const [draft, setDraft] = useState(() => (connection === undefined ? usual : draftOf(connection)));
  const [secret, setSecret] = useState('');
  const save = useSave(props);
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const isNew = connection === undefined;
  return (
    <FormDialog
      title={t(isNew ? 'add' : 'form.change')}
      submitLabel={isNew ? t('settings:add') : t('common:save')}
      onSubmit={() => save(provider, draft, secret)}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {isNew ? <ProviderChoice provider={provider} onChange={setProvider} /> : null}
          <NameField name={draft.name} problem={problem} onChange={(name) => set({ name })} />
          <AccountField provider={provider} draft={draft} problem={problem} onChange={set} />
          <TlsField provider={provider} draft={draft} problem={problem} onChange={set} />
          {isNew && needs[provider].secret !== 'no' ? (
            <PasswordInput
              label={t(`secret.${provider}`)}
              description={t('secret.hint')}
              dir="ltr"
              required={needs[provider].secret === 'must'}
              autoComplete="off"
              value={secret}
              error={fieldProblem(problem, 'secret')}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
          ) : null}
          {needs[provider].zone ? (
            <ZoneField
              zone={draft.timezone}
              problem={fieldProblem(problem, 'timezone')}
              onChange={(timezone) => set({ timezone })}
            />
          ) : null}
          <MissedFields draft={draft} problem={problem} onChange={set} />
        </>
      )}
    </FormDialog>
  );
}

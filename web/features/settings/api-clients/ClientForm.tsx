import { Checkbox, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiClient, addApiClient } from '../../../../shared/api-clients.ts';
import { type Scope, scopes } from '../../../../shared/permissions.ts';
import { call } from '../../../api.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useRefresh } from '../settings-queries.ts';
import type { NewCredentials } from './SecretDialog.tsx';
import { scopeKey } from './scope-key.ts';
import { useClientChanges } from './use-client-changes.ts';

interface Props {
  client?: ApiClient;
  onMade: (made: NewCredentials) => void;
  onClose: () => void;
}

interface ScopeProps {
  chosen: Scope[];
  problem: unknown;
  onChange: (next: Scope[]) => void;
}

function ScopeChoice({ chosen, problem, onChange }: ScopeProps) {
  const { t } = useTranslation('settings');
  return (
    <Checkbox.Group
      label={t('clients.scopes')}
      value={chosen}
      error={fieldProblem(problem, 'scopes')}
      onChange={(next) => onChange(scopes.filter((scope) => next.includes(scope)))}
    >
      <Stack gap={8} mt={8}>
        {scopes.map((scope) => (
          <Checkbox key={scope} value={scope} label={t(`clients.scope.${scopeKey(scope)}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** A new API client, or the details of a known one. */
export function ClientForm({ client, onMade, onClose }: Props) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const { change } = useClientChanges();
  const [name, setName] = useState(client?.name ?? '');
  const [chosen, setChosen] = useState<Scope[]>(client?.scopes ?? ['tickets:write', 'lists:read']);
  const [rate, setRate] = useState<number | null>(client?.requests_per_minute ?? null);
  const save = async () => {
    const body = { name, scopes: chosen, requests_per_minute: rate };
    if (client !== undefined) {
      await change(client, body);
      showToast({ text: t('saved') });
      return;
    }
    const { client_id, client_secret } = await call(addApiClient, { body });
    onMade({ clientId: client_id, secret: client_secret });
    await refresh();
  };
  return (
    <FormDialog
      title={t(client === undefined ? 'clients.add' : 'clients.change')}
      submitLabel={client === undefined ? t('add') : t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextInput
            label={t('name')}
            dir={dirOf(name)}
            required
            maxLength={100}
            data-autofocus
            value={name}
            error={fieldProblem(problem, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ScopeChoice chosen={chosen} problem={problem} onChange={setChosen} />
          <NumberInput
            label={t('clients.rate')}
            description={t('clients.rateHint')}
            min={1}
            max={10_000_000}
            allowDecimal={false}
            hideControls
            value={rate ?? ''}
            error={fieldProblem(problem, 'requests_per_minute')}
            onChange={(next) => setRate(typeof next === 'number' ? next : null)}
          />
        </>
      )}
    </FormDialog>
  );
}

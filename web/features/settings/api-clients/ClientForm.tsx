import { Checkbox, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiClient, addApiClient } from '../../../../shared/api-clients.ts';
import { type Scope, scopes } from '../../../../shared/permissions.ts';
import { call } from '../../../api.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { changesOf } from '../changes.ts';
import { FormDialog } from '../FormDialog.tsx';
import { NameField } from '../NameField.tsx';
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
      error={fieldProblem(problem, 'scopes') === null ? null : t('clients.scopeNeeded')}
      errorProps={{ mt: 8 }}
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

interface Draft {
  name: string;
  scopes: Scope[];
  requests_per_minute: number | null;
}

const usual: Draft = { name: '', scopes: ['tickets:write', 'lists:read'], requests_per_minute: null };

const draftOf = ({ name, scopes: held, requests_per_minute }: ApiClient): Draft => ({
  name,
  scopes: scopes.filter((scope) => held.includes(scope)),
  requests_per_minute,
});

function useSave(client: ApiClient | undefined, onMade: Props['onMade']) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const { change } = useClientChanges();
  const [before] = useState(() => (client === undefined ? usual : draftOf(client)));
  return async (draft: Draft) => {
    if (client === undefined) {
      const { client_id, client_secret } = await call(addApiClient, { body: draft });
      onMade({ clientId: client_id, secret: client_secret });
      await refresh();
      return;
    }
    const changes = changesOf(before, draft);
    if (Object.keys(changes).length === 0) return;
    await change(client, changes);
    showToast({ text: t('saved') });
  };
}

/** A new API client, or the details of a known one. */
export function ClientForm({ client, onMade, onClose }: Props) {
  const { t } = useTranslation('settings');
  const [draft, setDraft] = useState(() => (client === undefined ? usual : draftOf(client)));
  const save = useSave(client, onMade);
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  return (
    <FormDialog
      title={t(client === undefined ? 'clients.add' : 'clients.change')}
      submitLabel={client === undefined ? t('add') : t('common:save')}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <NameField name={draft.name} problem={problem} onChange={(name) => set({ name })} />
          <ScopeChoice
            chosen={draft.scopes}
            problem={problem}
            onChange={(chosen) => set({ scopes: chosen })}
          />
          <NumberInput
            label={t('clients.rate')}
            description={t('clients.rateHint')}
            min={1}
            max={10_000_000}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            hideControls
            value={draft.requests_per_minute ?? ''}
            error={fieldProblem(problem, 'requests_per_minute')}
            onChange={(next) => set({ requests_per_minute: typeof next === 'number' ? next : null })}
          />
        </>
      )}
    </FormDialog>
  );
}

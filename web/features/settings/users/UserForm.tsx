import { MultiSelect, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, roles } from '../../../../shared/permissions.ts';
import { addUser, type User } from '../../../../shared/users.ts';
import { call } from '../../../api.ts';
import { useLists } from '../../../api-queries.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useRefresh } from '../settings-queries.ts';
import { useUserChanges } from './use-user-changes.ts';

interface Draft {
  name: string;
  email: string;
  role: Role;
  departments: string[];
  password: string;
}

function useSave(user: User | undefined, draft: Draft) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const { change } = useUserChanges();
  return async () => {
    const { password, ...rest } = draft;
    if (user !== undefined) {
      await change(user, rest);
      showToast({ text: t('saved') });
      return;
    }
    await call(addUser, { body: { ...rest, password } });
    await refresh();
    showToast({ text: t('users.added', { name: draft.name }) });
  };
}

/** What the user may do, and in which departments. */
function WorkFields({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation('settings');
  const { departments, role } = draft;
  const offered = (useLists()?.departments ?? []).filter(
    ({ id, is_active }) => is_active || departments.includes(id),
  );
  return (
    <>
      <Select
        label={t('users.role')}
        description={t(`roleHints.${role}`)}
        allowDeselect={false}
        data={roles.map((value) => ({ value, label: t(`roles.${value}`) }))}
        value={role}
        onChange={(next) => onChange({ role: roles.find((one) => one === next) ?? role })}
      />
      <MultiSelect
        label={t('users.departments')}
        placeholder={departments.length === 0 ? t('users.noDepartments') : ''}
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
        value={departments}
        onChange={(next) => onChange({ departments: next })}
      />
    </>
  );
}

/** A new user, or the details of a known one. */
export function UserForm({ user, onClose }: { user?: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [draft, setDraft] = useState<Draft>(() => ({
    name: user?.name ?? '',
    email: user?.email ?? '',
    role: user?.role ?? 'agent',
    departments: user?.departments ?? [],
    password: '',
  }));
  const save = useSave(user, draft);
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  return (
    <FormDialog
      title={t(user === undefined ? 'users.add' : 'users.change')}
      submitLabel={user === undefined ? t('add') : t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextInput
            label={t('name')}
            dir={dirOf(draft.name)}
            required
            maxLength={100}
            data-autofocus
            value={draft.name}
            error={fieldProblem(problem, 'name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('users.email')}
            type="email"
            dir="ltr"
            required
            autoComplete="off"
            value={draft.email}
            error={fieldProblem(problem, 'email')}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
          <WorkFields draft={draft} onChange={set} />
          {user === undefined ? (
            <PasswordInput
              label={t('users.password')}
              description={t('users.passwordHint')}
              dir="ltr"
              required
              autoComplete="new-password"
              value={draft.password}
              error={fieldProblem(problem, 'password')}
              onChange={(event) => set({ password: event.currentTarget.value })}
            />
          ) : null}
        </>
      )}
    </FormDialog>
  );
}

import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addUser, type User } from '../../../../shared/users.ts';
import { call } from '../../../api.ts';
import { useSession } from '../../../api-queries.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { changesOf } from '../changes.ts';
import { FormDialog } from '../FormDialog.tsx';
import { NameField } from '../NameField.tsx';
import { useRefresh } from '../settings-queries.ts';
import { useUserChanges } from './use-user-changes.ts';
import { type Work, WorkFields } from './WorkFields.tsx';

interface Draft extends Work {
  name: string;
  email: string;
}

const draftOf = (user: User | undefined): Draft => ({
  name: user?.name ?? '',
  email: user?.email ?? '',
  role: user?.role ?? 'agent',
  departments: user?.departments ?? [],
});

function useSave(user: User | undefined) {
  const { t } = useTranslation('settings');
  const refresh = useRefresh();
  const { change } = useUserChanges();
  const [before] = useState(() => draftOf(user));
  return async (draft: Draft, password: string) => {
    if (user === undefined) {
      await call(addUser, { body: { ...draft, password } });
      await refresh();
      showToast({ text: t('users.added', { name: draft.name }) });
      return;
    }
    const changes = changesOf(before, draft);
    if (Object.keys(changes).length === 0) return;
    await change(user, changes);
    showToast({ text: t('saved') });
  };
}

/** A new user, or the details of a known one. */
export function UserForm({ user, onClose }: { user?: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [draft, setDraft] = useState(() => draftOf(user));
  const [password, setPassword] = useState('');
  const save = useSave(user);
  const me = useSession().user.id;
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  return (
    <FormDialog
      title={t(user === undefined ? 'users.add' : 'users.change')}
      submitLabel={user === undefined ? t('add') : t('common:save')}
      onSubmit={() => save(draft, password)}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <NameField name={draft.name} problem={problem} onChange={(name) => set({ name })} />
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
          <WorkFields
            work={draft}
            isSteppingDown={me === user?.id && draft.role !== 'administrator'}
            problem={problem}
            onChange={set}
          />
          {user === undefined ? (
            <PasswordInput
              label={t('users.password')}
              description={t('users.passwordHint')}
              dir="ltr"
              required
              autoComplete="new-password"
              value={password}
              error={fieldProblem(problem, 'password')}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          ) : null}
        </>
      )}
    </FormDialog>
  );
}

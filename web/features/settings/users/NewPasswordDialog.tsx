import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../../../shared/users.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useUserChanges } from './use-user-changes.ts';

/** A new password for somebody who lost theirs. */
export function NewPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { change } = useUserChanges();
  const [password, setPassword] = useState('');
  const save = async () => {
    await change(user, { password });
    showToast({ text: t('users.passwordSet', { name: user.name }) });
  };
  return (
    <FormDialog
      title={t('users.newPasswordFor', { name: user.name })}
      submitLabel={t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <p>{t('users.newPasswordWords')}</p>
          <PasswordInput
            label={t('users.newPassword')}
            description={t('users.passwordHint')}
            dir="ltr"
            required
            data-autofocus
            autoComplete="new-password"
            value={password}
            error={fieldProblem(problem, 'password')}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  );
}

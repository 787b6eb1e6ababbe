import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneConnection } from '../../../../shared/phone-connections.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useConnectionChanges } from './use-connection-changes.ts';

/** A secret that is set or replaced; the one that is there is never shown. */
export function SecretDialog({ connection, onClose }: { connection: PhoneConnection; onClose: () => void }) {
  const { t } = useTranslation(['phone', 'settings', 'common']);
  const { change } = useConnectionChanges();
  const [secret, setSecret] = useState('');
  const save = async () => {
    await change(connection, { secret });
    showToast({ text: t('settings:saved') });
  };
  return (
    <FormDialog
      title={t('secret.title', { name: connection.name })}
      submitLabel={t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <PasswordInput
          label={t(`secret.${connection.provider}`)}
          description={t(connection.has_secret ? 'secret.replaces' : 'secret.hint')}
          dir="ltr"
          required
          data-autofocus
          autoComplete="off"
          value={secret}
          error={fieldProblem(problem, 'secret')}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}

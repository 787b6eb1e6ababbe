import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeUserPhones } from '../../../../shared/phone-connections.ts';
import type { User } from '../../../../shared/users.ts';
import { call } from '../../../api.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useRefresh, userPhonesQuery } from '../settings-queries.ts';

interface Props {
  user: User;
  onClose: () => void;
}

function Form({ user, known, onClose }: Props & { known: readonly string[] }) {
  const { t } = useTranslation(['phone', 'settings', 'common']);
  const refresh = useRefresh();
  const [text, setText] = useState(known.join('\n'));
  const save = async () => {
    const phones = text
      .split(/[\n,;]/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    await call(changeUserPhones, { params: { id: user.id }, body: { phones } });
    await refresh();
    showToast({ text: t('settings:saved') });
  };
  return (
    <FormDialog
      title={t('extensions.title', { name: user.name })}
      submitLabel={t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <Textarea
          label={t('extensions.label')}
          description={t('extensions.hint')}
          dir="ltr"
          autosize
          minRows={2}
          maxRows={8}
          data-autofocus
          value={text}
          error={fieldProblem(problem, 'phones')}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}

/** How the exchanges name a user: what rings there rings at their console. */
export function PhonesDialog(props: Props) {
  const { data } = useQuery(userPhonesQuery);
  if (data === undefined) return null;
  const known = data.items.find(({ user_id }) => user_id === props.user.id)?.phones ?? [];
  return <Form {...props} known={known} />;
}

import { Button, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeOwnSignature, templateLimits } from '../../../shared/templates.ts';
import { call } from '../../api.ts';
import { signaturesQuery } from '../../api-queries.ts';
import { FieldsTextarea } from '../../components/FieldsTextarea.tsx';
import { fieldProblem, problemText } from '../../components/problem-text.ts';
import { Skeletons } from '../../components/Skeletons.tsx';
import { showToast } from '../../components/toast.ts';
import styles from './MyPage.module.css';

function Form({ known }: { known: string }) {
  const { t } = useTranslation('templates');
  const client = useQueryClient();
  const [text, setText] = useState(known);
  const saving = useMutation({
    mutationFn: () => call(changeOwnSignature, { body: { text } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: signaturesQuery.queryKey });
      showToast({ text: t('signatures.saved') });
    },
  });
  const { error } = saving;
  const problem = fieldProblem(error, 'text');
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack gap="sm">
        <FieldsTextarea
          label={t('signatures.text')}
          description={t('signatures.mineHint')}
          text={text}
          problem={problem}
          most={templateLimits.signature}
          minRows={3}
          onChange={setText}
        />
        {error === null || problem !== null ? null : (
          <p role="alert" className={styles.problem}>
            {problemText(t, error)}
          </p>
        )}
        <Button type="submit" loading={saving.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('signatures.save')}
        </Button>
      </Stack>
    </form>
  );
}

/** What stands below my replies. */
export function SignatureForm() {
  const { data } = useQuery(signaturesQuery);
  return data === undefined ? <Skeletons rows={2} /> : <Form known={data.mine} />;
}

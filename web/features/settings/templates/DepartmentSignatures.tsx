import { ActionIcon } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListItem } from '../../../../shared/lists.ts';
import { changeDepartmentSignature, templateLimits } from '../../../../shared/templates.ts';
import { call } from '../../../api.ts';
import { signaturesQuery, useLists } from '../../../api-queries.ts';
import { FieldsTextarea } from '../../../components/FieldsTextarea.tsx';
import { useFieldNames } from '../../../components/field-names.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { fieldProblem } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';
import settings from '../Settings.module.css';
import styles from './Templates.module.css';

interface FormProps {
  department: ListItem;
  known: string;
  onClose: () => void;
}

function SignatureForm({ department: { id, name }, known, onClose }: FormProps) {
  const { t } = useTranslation('templates');
  const client = useQueryClient();
  const [text, setText] = useState(known);
  const save = async () => {
    await call(changeDepartmentSignature, { params: { id }, body: { text } });
    await client.invalidateQueries({ queryKey: signaturesQuery.queryKey });
    showToast({ text: t('signatures.saved') });
  };
  return (
    <FormDialog
      title={t('signatures.change', { name })}
      submitLabel={t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <FieldsTextarea
          label={t('signatures.text')}
          text={text}
          problem={fieldProblem(problem, 'text')}
          most={templateLimits.signature}
          minRows={4}
          onChange={setText}
        />
      )}
    </FormDialog>
  );
}

/** What stands below the replies of each department. */
export function DepartmentSignatures({ isWriter }: { isWriter: boolean }) {
  const { t } = useTranslation('templates');
  const { data } = useQuery(signaturesQuery);
  const departments = useLists()?.departments.filter(({ is_active }) => is_active);
  const fieldNames = useFieldNames();
  const [asked, setAsked] = useState<ListItem | null>(null);
  if (data === undefined || departments === undefined || departments.length === 0) return null;
  const textOf = ({ id }: ListItem) =>
    data.departments.find(({ department_id }) => department_id === id)?.text ?? '';
  return (
    <section className={styles.part} aria-labelledby="department-signatures">
      <h2 id="department-signatures">{t('signatures.title')}</h2>
      <p>{t('signatures.intro')}</p>
      <ul className={settings.rows}>
        {departments.map((department) => (
          <li key={department.id}>
            <div className={settings.main}>
              <strong>
                <Auto>{department.name}</Auto>
              </strong>
              <p className={styles.signature} dir={dirOf(textOf(department))}>
                {fieldNames(textOf(department)) || t('signatures.none')}
              </p>
            </div>
            {isWriter ? (
              <div className={settings.tools}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t('signatures.edit', { name: department.name })}
                  title={t('settings:edit')}
                  onClick={() => setAsked(department)}
                >
                  <Pencil size={16} aria-hidden />
                </ActionIcon>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {asked === null ? null : (
        <SignatureForm department={asked} known={textOf(asked)} onClose={() => setAsked(null)} />
      )}
    </section>
  );
}

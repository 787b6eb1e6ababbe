import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Template, templateLimits } from '../../../../shared/templates.ts';
import { useLists } from '../../../api-queries.ts';
import { FieldsTextarea } from '../../../components/FieldsTextarea.tsx';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { changesOf } from '../changes.ts';
import { FormDialog } from '../FormDialog.tsx';
import { ListChoice } from '../ListChoice.tsx';
import { NameField } from '../NameField.tsx';
import { useTemplateChanges } from './use-template-changes.ts';

type Draft = Pick<Template, 'name' | 'text' | 'department_id'>;

const draftOf = (template: Template | undefined): Draft => ({
  name: template?.name ?? '',
  text: template?.text ?? '',
  department_id: template?.department_id ?? null,
});

function useSave(template: Template | undefined) {
  const { t } = useTranslation('templates');
  const { add, change } = useTemplateChanges();
  const [before] = useState(() => draftOf(template));
  return async (draft: Draft) => {
    if (template === undefined) {
      await add(draft);
      showToast({ text: t('added', { name: draft.name.trim() }) });
      return;
    }
    const changes = changesOf(before, draft);
    if (Object.keys(changes).length === 0) return;
    await change(template, changes);
    showToast({ text: t('settings:saved') });
  };
}

/** A new template, or a known one. */
export function TemplateForm({ template, onClose }: { template?: Template; onClose: () => void }) {
  const { t } = useTranslation('templates');
  const lists = useLists();
  const [draft, setDraft] = useState(() => draftOf(template));
  const save = useSave(template);
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  return (
    <FormDialog
      title={t(template === undefined ? 'add' : 'change')}
      submitLabel={template === undefined ? t('settings:add') : t('common:save')}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <NameField name={draft.name} problem={problem} onChange={(name) => set({ name })} />
          <ListChoice
            label={t('department')}
            description={t('departmentHint')}
            none={t('everyone')}
            rows={lists?.departments}
            value={draft.department_id}
            problem={fieldProblem(problem, 'department_id')}
            onChange={(department_id) => set({ department_id })}
          />
          <FieldsTextarea
            label={t('text')}
            text={draft.text}
            problem={fieldProblem(problem, 'text')}
            most={templateLimits.text}
            minRows={6}
            onChange={(text) => set({ text })}
          />
        </>
      )}
    </FormDialog>
  );
}

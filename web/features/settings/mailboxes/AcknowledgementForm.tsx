import { Checkbox, NumberInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Acknowledgement,
  acknowledgementFields,
  changeAcknowledgement,
  readAcknowledgement,
  standardAcknowledgement,
} from '../../../../shared/acknowledgements.ts';
import type { Mailbox } from '../../../../shared/mailboxes.ts';
import { call } from '../../../api.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { fieldProblem } from '../../../components/problem-text.ts';
import { showToast } from '../../../components/toast.ts';
import { FormDialog } from '../FormDialog.tsx';

const most = 5000;
const mostHours = 720;

interface Props {
  mailbox: Mailbox;
  onClose: () => void;
}

/** What people who open an inquiry by mail are told at once, and whether they are. */
export function AcknowledgementForm({ mailbox, onClose }: Props) {
  const { data } = useQuery({
    queryKey: ['acknowledgement', mailbox.id],
    queryFn: ({ signal }) => call(readAcknowledgement, { params: { id: mailbox.id }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
  return data === undefined ? null : <Form mailbox={mailbox} known={data} onClose={onClose} />;
}

interface TextProps {
  language: 'he' | 'en';
  text: string | null;
  problem: unknown;
  onChange: (next: string | null) => void;
}

/** Our own words are shown where there are no others, and stay ours as long as nobody changes them. */
function Words({ language, text, problem, onChange }: TextProps) {
  const { t } = useTranslation('settings');
  const standard = standardAcknowledgement[language];
  return (
    <Textarea
      label={t(`acknowledgement.${language}`)}
      dir={language === 'he' ? 'rtl' : 'ltr'}
      autosize
      minRows={5}
      maxRows={12}
      maxLength={most}
      value={text ?? standard}
      error={fieldProblem(problem, `text_${language}`)}
      onChange={({ currentTarget: { value } }) => onChange(value === standard ? null : value)}
    />
  );
}

function Form({ mailbox, known, onClose }: Props & { known: Acknowledgement }) {
  const { t } = useTranslation('settings');
  const [draft, setDraft] = useState(known);
  const set = (part: Partial<Acknowledgement>) => setDraft((before) => ({ ...before, ...part }));
  const save = async () => {
    await call(changeAcknowledgement, { params: { id: mailbox.id }, body: draft });
    showToast({ text: t('saved') });
  };
  return (
    <FormDialog
      title={t('acknowledgement.title', { name: mailbox.name })}
      submitLabel={t('common:save')}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <Checkbox
            label={t('acknowledgement.isOn')}
            description={t('acknowledgement.hint')}
            checked={draft.is_on}
            onChange={({ currentTarget: { checked } }) => set({ is_on: checked })}
          />
          <Words
            language="he"
            text={draft.text_he}
            problem={problem}
            onChange={(text_he) => set({ text_he })}
          />
          <Words
            language="en"
            text={draft.text_en}
            problem={problem}
            onChange={(text_en) => set({ text_en })}
          />
          <p>
            {t('acknowledgement.fields')}{' '}
            <Ltr>{acknowledgementFields.map((name) => `{{${name}}}`).join(' ')}</Ltr>
          </p>
          <NumberInput
            label={t('acknowledgement.hours')}
            min={1}
            max={mostHours}
            allowDecimal={false}
            value={draft.hours}
            error={fieldProblem(problem, 'hours')}
            onChange={(value) => set({ hours: Number(value) })}
          />
        </>
      )}
    </FormDialog>
  );
}

import { Textarea } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type TemplateValues, templateFields } from '../../shared/templates.ts';
import { fillFields } from '../../shared/text-fields.ts';
import { useSession } from '../api-queries.ts';
import styles from './FieldsTextarea.module.css';
import { fieldKey } from './field-names.ts';
import { insertText } from './insert-text.ts';
import { dirOf } from './text-direction.ts';

/** The fields as they are for somebody who does not exist. */
function useSamples(): TemplateValues {
  const { t } = useTranslation('templates');
  const { user } = useSession();
  return {
    'account.name': t('samples.account_name'),
    'account.first_name': t('samples.account_first_name'),
    'ticket.number': '1042',
    'ticket.subject': t('samples.ticket_subject'),
    'user.name': user.name,
    'mailbox.address': 'service@example.co.il',
    'department.name': t('samples.department_name'),
  };
}

interface Props {
  label: string;
  description?: string;
  text: string;
  problem: string | null;
  most: number;
  minRows: number;
  isReadOnly?: boolean;
  onChange: (next: string) => void;
}

/** A text with fields: each is put in by a click, and the text is shown as a customer would get it. */
export function FieldsTextarea(props: Props) {
  const { label, description, text, problem, most, minRows, isReadOnly = false, onChange } = props;
  const { t } = useTranslation('templates');
  const box = useRef<HTMLTextAreaElement>(null);
  const samples = useSamples();
  const shown = fillFields(text, samples);
  return (
    <div className={styles.box}>
      <Textarea
        ref={box}
        label={label}
        description={description}
        dir={dirOf(text)}
        autosize
        minRows={minRows}
        maxRows={16}
        maxLength={most}
        value={text}
        error={problem}
        readOnly={isReadOnly}
        onChange={({ currentTarget: { value } }) => onChange(value)}
      />
      {isReadOnly ? null : (
        <fieldset className={styles.fields}>
          <legend>{t('fields')}</legend>
          {templateFields.map((name) => (
            <button
              key={name}
              type="button"
              className={styles.field}
              title={`{{${name}}}`}
              onClick={() => {
                if (box.current !== null) insertText(box.current, `{{${name}}}`);
              }}
            >
              {t(`names.${fieldKey(name)}`)}
            </button>
          ))}
        </fieldset>
      )}
      {shown === text ? null : (
        <div className={styles.preview}>
          <span>{t('preview')}</span>
          <p dir={dirOf(shown)}>{shown}</p>
        </div>
      )}
    </div>
  );
}

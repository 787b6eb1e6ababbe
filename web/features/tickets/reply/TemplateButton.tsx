import { Popover, TextInput } from '@mantine/core';
import { MessageSquareText } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template, TemplateValues } from '../../../../shared/templates.ts';
import styles from './Composer.module.css';
import { listId, optionId, TemplateList } from './TemplateList.tsx';
import templateStyles from './Templates.module.css';
import { offeredTemplates } from './template-values.ts';

interface Props {
  templates: readonly Template[] | undefined;
  departmentId: string | null;
  values: TemplateValues;
  onPick: (template: Template) => void;
}

interface ChoiceProps extends Omit<Props, 'templates'> {
  templates: readonly Template[];
  onClose: () => void;
}

function Choice({ templates, departmentId, values, onPick, onClose }: ChoiceProps) {
  const { t } = useTranslation('templates');
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const offered = offeredTemplates(templates, departmentId, words);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.code];
    const template = offered[chosen];
    if (step !== undefined && offered.length > 0)
      setChosen((now) => (now + step + offered.length) % offered.length);
    else if (event.code === 'Enter' && template !== undefined) onPick(template);
    else if (event.code === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <TextInput
        size="xs"
        mb={4}
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        {...(offered.length === 0 ? {} : { 'aria-activedescendant': optionId(chosen) })}
        aria-label={t('insert.search')}
        placeholder={t('insert.search')}
        value={words}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setChosen(0);
        }}
      />
      <TemplateList templates={offered} values={values} chosen={chosen} onPick={onPick} />
    </>
  );
}

/** Puts a template into the reply. */
export function TemplateButton({ templates, departmentId, values, onPick }: Props) {
  const { t } = useTranslation('templates');
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      width="min(420px, calc(100vw - 32px))"
      shadow="md"
      trapFocus
      withinPortal={false}
    >
      <Popover.Target>
        <button
          ref={button}
          type="button"
          className={styles.tool}
          title={t('insert.title')}
          aria-haspopup="dialog"
          onClick={() => setOpen(!isOpen)}
        >
          <MessageSquareText size={16} aria-hidden /> <span>{t('insert.button')}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t('insert.list')}>
        {templates === undefined || !templates.some(({ is_active }) => is_active) ? (
          <p className={templateStyles.none}>{t('insert.empty')}</p>
        ) : (
          <Choice
            templates={templates}
            departmentId={departmentId}
            values={values}
            onClose={() => {
              close();
              button.current?.focus();
            }}
            onPick={(template) => {
              close();
              onPick(template);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

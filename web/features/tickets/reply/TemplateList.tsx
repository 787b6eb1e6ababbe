import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template, TemplateValues } from '../../../../shared/templates.ts';
import { fillFields } from '../../../../shared/text-fields.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import styles from './Templates.module.css';

export const optionId = (place: number) => `reply-template-${place}`;
export const listId = 'reply-templates';

interface Props {
  templates: readonly Template[];
  values: TemplateValues;
  chosen: number;
  onPick: (template: Template) => void;
}

/** The templates to choose from, each as it would read on this ticket. The keyboard stays in the field that filters them. */
export function TemplateList({ templates, values, chosen, onPick }: Props) {
  const { t } = useTranslation('templates');
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one was chosen
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  if (templates.length === 0) return <p className={styles.none}>{t('insert.none')}</p>;
  return (
    <div ref={list} id={listId} role="listbox" aria-label={t('insert.list')} className={styles.list}>
      {templates.map((template, place) => {
        const text = fillFields(template.text, values);
        return (
          <div
            key={template.id}
            id={optionId(place)}
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            className={styles.option}
            // Pressing must not take the caret out of the field that the text goes into.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(template)}
            onKeyDown={undefined}
          >
            <span className={styles.name}>
              <Auto>{template.name}</Auto>
            </span>
            <span className={styles.excerpt} dir={dirOf(text)}>
              {text}
            </span>
          </div>
        );
      })}
    </div>
  );
}

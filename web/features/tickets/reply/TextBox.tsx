import { Textarea } from '@mantine/core';
import type { ClipboardEvent, KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { sendingLimits } from '../../../../shared/sending.ts';
import type { Template, TemplateValues } from '../../../../shared/templates.ts';
import { dirOf } from '../../../components/text-direction.ts';
import styles from './Composer.module.css';
import type { WritingKind } from './draft-store.ts';
import { listId, optionId, TemplateList } from './TemplateList.tsx';
import templateStyles from './Templates.module.css';
import { useSlash } from './use-slash.ts';
import type { Draft } from './use-writing.ts';

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  kind: WritingKind;
  draft: Draft;
  templates: readonly Template[];
  departmentId: string | null;
  values: TemplateValues;
  isBlocked: boolean;
  onPaste: ((event: ClipboardEvent) => void) | undefined;
  onSend: () => void;
}

const placeholders = {
  reply: 'placeholder',
  note: 'notePlaceholder',
  forward: 'forwardPlaceholder',
} as const;

/** The words themselves; a `/` at the beginning of a line looks for a template. */
export function TextBox(props: Props) {
  const { box, kind, draft, templates, departmentId, values, isBlocked, onPaste, onSend } = props;
  const { t } = useTranslation('tickets');
  const { key, mail, change } = draft;
  const slash = useSlash({ box, templates, departmentId, values, isOffered: kind !== 'note' });
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (slash.onKey(event)) return;
    if (event.code === 'Escape') event.currentTarget.blur();
    if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSend();
  };
  const words = t(`reply.${placeholders[kind]}`);
  const hasChoice = slash.isOpen && slash.offered.length > 0;
  return (
    <div className={styles.writing}>
      {slash.isOpen ? (
        <div className={templateStyles.slash}>
          <TemplateList templates={slash.offered} values={values} chosen={slash.chosen} onPick={slash.pick} />
        </div>
      ) : null}
      <Textarea
        ref={box}
        data-draft={key}
        value={mail.text}
        onChange={(event) => {
          change({ text: event.currentTarget.value });
          slash.look();
        }}
        onSelect={slash.look}
        onBlur={slash.close}
        onPaste={onPaste}
        onKeyDown={onKeyDown}
        aria-label={words}
        placeholder={words}
        maxLength={sendingLimits.text}
        autosize
        minRows={2}
        maxRows={14}
        dir={dirOf(mail.text)}
        disabled={isBlocked}
        classNames={{ input: styles.input ?? '' }}
        aria-autocomplete="list"
        {...(hasChoice ? { 'aria-controls': listId, 'aria-activedescendant': optionId(slash.chosen) } : {})}
      />
    </div>
  );
}

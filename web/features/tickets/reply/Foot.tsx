import { Paperclip, PenLine } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template, TemplateValues } from '../../../../shared/templates.ts';
import { fillFields } from '../../../../shared/text-fields.ts';
import { insertText } from '../../../components/insert-text.ts';
import { Actions } from './Actions.tsx';
import styles from './Composer.module.css';
import type { WritingKind } from './draft-store.ts';
import { TemplateButton } from './TemplateButton.tsx';
import type { SendOptions } from './use-writing.ts';

function AttachButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const { t } = useTranslation('sending');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={styles.tool}
        title={t('files.hint')}
        onClick={() => input.current?.click()}
      >
        <Paperclip size={16} aria-hidden /> <span>{t('files.add')}</span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('files.add')}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again after it was taken out.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  kind: WritingKind;
  isMail: boolean;
  templates: readonly Template[] | undefined;
  departmentId: string | null;
  values: TemplateValues;
  isDisabled: boolean;
  onFiles: (files: Iterable<File>) => void;
  /** Puts the signature back; null where it stands there, or there is none. */
  onSignature: (() => void) | null;
  onSend: (options?: SendOptions) => void;
}

/** What can be added to the mail, and the ways to send it. */
export function Foot(props: Props) {
  const { box, kind, isMail, templates, departmentId, values, isDisabled, onFiles, onSignature, onSend } =
    props;
  const { t } = useTranslation('sending');
  return (
    <div className={styles.foot}>
      {isMail ? (
        <div className={styles.tools}>
          <AttachButton onFiles={onFiles} />
          <TemplateButton
            templates={templates}
            departmentId={departmentId}
            values={values}
            onPick={(template) => {
              if (box.current !== null) insertText(box.current, fillFields(template.text, values));
            }}
          />
          {onSignature === null ? null : (
            <button type="button" className={styles.tool} onClick={onSignature}>
              <PenLine size={16} aria-hidden /> <span>{t('signature.add')}</span>
            </button>
          )}
        </div>
      ) : null}
      <Actions kind={kind} isDisabled={isDisabled} onSend={onSend} />
    </div>
  );
}

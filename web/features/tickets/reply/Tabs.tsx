import { useTranslation } from 'react-i18next';
import styles from './Composer.module.css';
import { type WritingKind, writingKinds } from './draft-store.ts';
import { isBegun } from './mail-draft.ts';
import type { Writing } from './use-writing.ts';

interface Props {
  kind: WritingKind;
  writing: Writing;
  onOpen: (kind: WritingKind) => void;
}

/** What is being written; passing a message on stands there only while it is being done. */
export function Tabs({ kind, writing, onOpen }: Props) {
  const { t } = useTranslation('tickets');
  const isOffered = (one: WritingKind) =>
    one !== 'forward' || kind === 'forward' || writing.drafts.forward.mail.forwards !== null;
  return (
    <div className={styles.tabs} role="tablist" aria-label={t('reply.label')}>
      {writingKinds.filter(isOffered).map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`writing-${one}`}
          aria-selected={kind === one}
          aria-controls="writing"
          className={styles.tab}
          onClick={() => onOpen(one)}
        >
          {t(`reply.${one}`)}
          {one !== kind && isBegun(writing.drafts[one].mail) ? (
            <span
              className={styles.dot}
              role="img"
              aria-label={t('reply.draftKept')}
              title={t('reply.draftKept')}
            />
          ) : null}
        </button>
      ))}
    </div>
  );
}

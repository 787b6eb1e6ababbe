import { CircleAlert, Image as ImageIcon, Paperclip, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Upload } from '../../../../shared/sending.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { problemText, sentenceOf } from '../../../components/problem-text.ts';
import { number, size } from '../../../i18n/format.ts';
import styles from './FileTray.module.css';
import { filesOf, type MailDraft } from './mail-draft.ts';
import { detach, type FileProblem, pictureOf, type Running, useRunning } from './uploads.ts';

const isOurs = (problem: unknown): problem is FileProblem => typeof problem === 'string';

function RunningFile({ file }: { file: Running }) {
  const { t, i18n } = useTranslation('sending');
  const percent = Math.round(file.part * 100);
  const isRefused = file.problem !== null;
  return (
    <li className={styles.file} data-problem={isRefused || undefined}>
      {isRefused ? <CircleAlert size={16} aria-hidden /> : <Paperclip size={16} aria-hidden />}
      <span className={styles.words}>
        <span className={styles.name}>
          <Ltr>{file.name}</Ltr>
        </span>
        {isRefused ? (
          <small role="alert">
            {isOurs(file.problem) ? sentenceOf(file.problem) : problemText(t, file.problem)}
          </small>
        ) : (
          <progress
            max={100}
            value={percent}
            aria-label={t('files.sending', { name: file.name })}
            title={`${number(percent, i18n.language)}%`}
          />
        )}
      </span>
      <button
        type="button"
        className={styles.remove}
        aria-label={t('files.remove', { name: file.name })}
        onClick={file.abandon}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}

function TakenFile({ file, onRemove }: { file: Upload; onRemove: () => void }) {
  const { t, i18n } = useTranslation('sending');
  const picture = pictureOf(file.id);
  const Icon = file.media_type.startsWith('image/') ? ImageIcon : Paperclip;
  return (
    <li className={styles.file}>
      {picture === undefined ? <Icon size={16} aria-hidden /> : <img src={picture} alt="" />}
      <span className={styles.words}>
        <span className={styles.name}>
          <Ltr>{file.name}</Ltr>
        </span>
        <small>
          <Ltr>{size(file.size_bytes, i18n.language)}</Ltr>
          {file.is_inline ? ` · ${t('files.inText')}` : ''}
        </small>
      </span>
      <button
        type="button"
        className={styles.remove}
        aria-label={t('files.remove', { name: file.name })}
        onClick={onRemove}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}

/** What goes along with the mail, and what is still on its way here. */
export function FileTray({ draftKey, mail }: { draftKey: string; mail: MailDraft }) {
  const { t } = useTranslation('sending');
  const running = useRunning(draftKey);
  const files = filesOf(mail);
  if (files.length + running.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t('files.list')}>
      {files.map((file) => (
        <TakenFile key={file.id} file={file} onRemove={() => detach(draftKey, file)} />
      ))}
      {running.map((file) => (
        <RunningFile key={file.id} file={file} />
      ))}
    </ul>
  );
}

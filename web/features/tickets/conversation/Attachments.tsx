import { File, FileArchive, FileImage, FileSpreadsheet, FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../../shared/messages.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { size } from '../../../i18n/format.ts';
import styles from './Attachments.module.css';

/** Pictures that every browser draws and none runs; SVG may carry scripts. */
const drawn = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

function iconOf({ media_type: type }: Attachment) {
  if (type.startsWith('image/')) return FileImage;
  if (type === 'application/pdf' || type.startsWith('text/')) return FileText;
  if (/zip|compressed|x-rar|x-7z|x-tar/.test(type)) return FileArchive;
  return /sheet|excel|csv/.test(type) ? FileSpreadsheet : File;
}

function AttachmentCard({ attachment }: { attachment: Attachment }) {
  const { t, i18n } = useTranslation('tickets');
  const { id, name, media_type, size_bytes } = attachment;
  const Icon = iconOf(attachment);
  // Not every file is what its sender says that it is.
  const [isUndrawable, setUndrawable] = useState(false);
  const shown = size(size_bytes, i18n.language);
  return (
    <li>
      <a
        className={styles.card}
        href={`/api/attachments/${id}`}
        download={name}
        title={t('conversation.download', { name })}
      >
        {drawn.has(media_type) && !isUndrawable ? (
          <img
            className={styles.picture}
            src={`/api/attachments/${id}?inline=1`}
            alt=""
            loading="lazy"
            onError={() => setUndrawable(true)}
          />
        ) : (
          <span className={styles.icon}>
            <Icon size={22} strokeWidth={1.5} aria-hidden />
          </span>
        )}
        <span className={styles.words}>
          <span className={styles.name}>
            <Ltr>{name}</Ltr>
          </span>
          <small className={styles.size}>
            <Ltr>{shown}</Ltr>
          </small>
        </span>
      </a>
    </li>
  );
}

/** Files of a message. Pictures inside an HTML mail are shown where they belong, so not here as well. */
export function Attachments({
  attachments,
  isHtmlShown,
}: {
  attachments: readonly Attachment[];
  isHtmlShown: boolean;
}) {
  const { t } = useTranslation('tickets');
  const shown = attachments.filter((attachment) => !(isHtmlShown && attachment.is_inline));
  if (shown.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('conversation.attachments', { count: shown.length })}>
      {shown.map((attachment) => (
        <AttachmentCard key={attachment.id} attachment={attachment} />
      ))}
    </ul>
  );
}

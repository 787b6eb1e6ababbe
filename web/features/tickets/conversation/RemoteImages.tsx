import { ImageOff } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './MessageHtml.module.css';
import { useRemoteImages } from './use-remote-images.ts';

interface Props {
  readonly messageId: string;
  readonly frame: RefObject<HTMLIFrameElement | null>;
  /** The frame's mail is there. */
  readonly isReady: boolean;
}

/** Why a mail's remote images are not there, and the button that brings them; then how far they are. */
export function RemoteImages({ messageId, frame, isReady }: Props) {
  const { t } = useTranslation('tickets');
  const { progress, load } = useRemoteImages(messageId, t('conversation.imageMissing'));
  if (progress === null)
    return (
      <p className={styles.images}>
        <ImageOff size={15} aria-hidden />
        <span>{t('conversation.imagesWhy')}</span>
        <button type="button" disabled={!isReady} onClick={() => void load(frame.current)}>
          {t('conversation.images')}
        </button>
      </p>
    );
  const { coming, failed } = progress;
  const isWhole = coming === 0 && failed === 0;
  return (
    <p className={isWhole ? 'visually-hidden' : styles.images} role="status">
      {coming > 0
        ? t('conversation.imagesComing', { count: coming })
        : failed > 0
          ? t('conversation.imagesFailed', { count: failed })
          : t('conversation.imagesShown')}
    </p>
  );
}

import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './calls.module.css';
import { isWebAddress } from './party.ts';

/** A recording: played here where the exchange lets us, and by a link in any case, since most ask for a sign-in of their own. */
export function Recording({ url }: { url: string }) {
  const { t } = useTranslation('calls');
  const [isRefused, setRefused] = useState(false);
  if (!isWebAddress(url)) return null;
  return (
    <div className={styles.recording}>
      {isRefused ? (
        <p role="status">{t('recording.refused')}</p>
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: a recorded call has no captions
        <audio
          controls
          preload="none"
          src={url}
          aria-label={t('recording.title')}
          onError={() => setRefused(true)}
        />
      )}
      <a href={url} target="_blank" rel="noopener noreferrer nofollow">
        <ExternalLink size={14} aria-hidden /> {t('recording.open')}
      </a>
    </div>
  );
}

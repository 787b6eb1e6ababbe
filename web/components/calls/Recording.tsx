import { NativeSelect } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { CircleAlert, ExternalLink } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './calls.module.css';
import { isWebAddress } from './party.ts';

const speeds = [1, 1.25, 1.5, 1.75, 2] as const;

interface PlayerProps {
  url: string;
  onRefused: () => void;
}

/** The browser's own player, which every keyboard and screen reader knows, and how fast it plays: the same for every recording. */
function Player({ url, onRefused }: PlayerProps) {
  const { t } = useTranslation('calls');
  const audio = useRef<HTMLAudioElement>(null);
  const [speed, setSpeed] = useLocalStorage<number>({ key: 'pniya-recording-speed', defaultValue: 1 });
  useEffect(() => {
    if (audio.current !== null) audio.current.playbackRate = speed;
  }, [speed]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a recorded call has no captions */}
      <audio
        ref={audio}
        controls
        preload="none"
        src={url}
        aria-label={t('recording.title')}
        // A source that has just been read plays at its own speed again.
        onLoadedMetadata={({ currentTarget }) => {
          currentTarget.playbackRate = speed;
        }}
        onError={onRefused}
      />
      <NativeSelect
        size="xs"
        className={styles.speed}
        aria-label={t('recording.speed')}
        title={t('recording.speed')}
        value={String(speed)}
        data={speeds.map((one) => ({ value: String(one), label: `${one}×` }))}
        onChange={({ currentTarget: { value } }) => setSpeed(Number(value))}
      />
    </>
  );
}

/** A recording: played here where the exchange lets us, and by a link in any case, since most ask for a sign-in of their own. */
export function Recording({ url }: { url: string }) {
  const { t } = useTranslation('calls');
  const [isRefused, setRefused] = useState(false);
  if (!isWebAddress(url)) return <p className={styles.none}>{t('recording.unknown')}</p>;
  return (
    <div className={styles.recording}>
      {isRefused ? (
        <p role="status">
          <CircleAlert size={15} aria-hidden /> <span>{t('recording.refused')}</span>{' '}
          <button type="button" onClick={() => setRefused(false)}>
            {t('recording.again')}
          </button>
        </p>
      ) : (
        <Player url={url} onRefused={() => setRefused(true)} />
      )}
      <a href={url} target="_blank" rel="noopener noreferrer nofollow">
        <ExternalLink size={14} aria-hidden /> {t('recording.open')}
      </a>
    </div>
  );
}

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './states.module.css';

const shownAfterMilliseconds = 300;
const slowAfterMilliseconds = 2000;

/** True once the component has been on the screen for so long. */
function usePassed(milliseconds: number): boolean {
  const [isPassed, setPassed] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setPassed(true), milliseconds);
    return () => window.clearTimeout(timer);
  }, [milliseconds]);
  return isPassed;
}

/** The shape of rows that are being read. Shown only when it takes long enough to be noticed; says so when it takes longer. */
export function Skeletons({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  const isShown = usePassed(shownAfterMilliseconds);
  const isSlow = usePassed(slowAfterMilliseconds);
  if (!isShown) return null;
  return (
    <div className={styles.bones} role="status">
      <span className={isSlow ? styles.slow : 'visually-hidden'}>{isSlow ? t('slow') : t('reading')}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className={styles.boneRow} aria-hidden>
          <div className={styles.bone} style={{ blockSize: 12, inlineSize: `${70 - ((row * 13) % 35)}%` }} />
          <div className={styles.bone} style={{ blockSize: 10, inlineSize: `${45 - ((row * 7) % 20)}%` }} />
        </div>
      ))}
    </div>
  );
}

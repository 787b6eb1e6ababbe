import { Button } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Ltr } from './Isolates.tsx';
import { problemText, quotedCode } from './problem-text.ts';
import styles from './states.module.css';

interface Props {
  error: unknown;
  /** What could not be shown or done, as a short heading; "the page could not be read" unless given. */
  title?: string;
  /** What was kept in spite of it. */
  kept?: string;
  onRetry?: () => void;
}

/** A failure that takes the place of what it should have shown: what happened, what was kept, what to do, a code to quote. */
export function ErrorState({ error, title, kept, onRetry }: Props) {
  const { t } = useTranslation();
  const code = quotedCode(error);
  return (
    <div className={styles.state} role="alert">
      <CircleAlert size={32} strokeWidth={1.5} aria-hidden className={styles.errorIcon} />
      <p className={styles.title}>{title ?? t('error.title')}</p>
      <div className={styles.words}>
        <p>{problemText(t, error)}</p>
        <p>{kept ?? t('error.kept')}</p>
        {code === null ? null : (
          <p className={styles.code}>
            {t('error.code')} <Ltr>{code}</Ltr>
          </p>
        )}
      </div>
      {onRetry === undefined ? null : (
        <Button variant="default" onClick={onRetry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  );
}

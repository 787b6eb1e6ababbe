import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Ltr } from '../../../components/Isolates.tsx';
import styles from './Item.module.css';

/** A long code, and the way to take it along. No button where the browser forbids copying (no secure connection). */
export function CopyText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const { copied, copy } = useClipboard({ timeout: 1500 });
  const Icon = copied ? Check : Copy;
  const words = copied ? t('copied') : label;
  return (
    <span className={styles.code}>
      <code>
        <Ltr>{text}</Ltr>
      </code>
      {navigator.clipboard === undefined ? null : (
        <button
          type="button"
          className={styles.copy}
          aria-label={words}
          title={words}
          onClick={() => copy(text)}
        >
          <Icon size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}

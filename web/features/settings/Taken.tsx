import { Button } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Taken.module.css';

const shownCopiedMilliseconds = 2000;

/** A text to take along, with the button that takes it. Selected by hand where the browser gives no clipboard (plain HTTP). */
export function Taken({ label, text, isLong = false }: { label: string; text: string; isLong?: boolean }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = window.setTimeout(() => setCopied(false), shownCopiedMilliseconds);
    return () => window.clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  // Only a secure page has a clipboard; there the text is marked by one click instead.
  const canCopy = 'clipboard' in navigator;
  return (
    <div className={styles.taken}>
      <div className={styles.label}>
        <span>{label}</span>
        {canCopy ? (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={`${t('copy')}: ${label}`}
            leftSection={isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            onClick={copy}
          >
            {t(isCopied ? 'copied' : 'copy')}
          </Button>
        ) : null}
      </div>
      <pre dir="ltr" className={isLong ? styles.long : styles.short} tabIndex={isLong ? 0 : undefined}>
        {text}
      </pre>
    </div>
  );
}

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './CopyButton.module.css';

const saidForMilliseconds = 1500;

/** Copies a text, and says so. Not shown where the browser forbids it (no secure connection). */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('tickets');
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = window.setTimeout(() => setCopied(false), saidForMilliseconds);
    return () => window.clearTimeout(timer);
  }, [isCopied]);
  if (navigator.clipboard === undefined) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      className={styles.copy}
      aria-label={isCopied ? t('page.copied') : label}
      title={isCopied ? t('page.copied') : label}
      onClick={() => copy().catch(() => setCopied(false))}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}

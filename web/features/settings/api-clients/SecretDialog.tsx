import { Button, Group, Stack } from '@mantine/core';
import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLists } from '../../../api-queries.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { createExample, tokenExample } from './curl-examples.ts';
import styles from './SecretDialog.module.css';

export interface NewCredentials {
  clientId: string;
  secret: string;
}

const shownCopiedMilliseconds = 2000;

/** A text to take along, with the button that takes it. Selected by hand where the browser gives no clipboard (plain HTTP). */
function Taken({ label, text, isLong = false }: { label: string; text: string; isLong?: boolean }) {
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

/** The credentials of a new API client: this once. Closes only by saying that they were kept. */
export function SecretDialog({ credentials, onClose }: { credentials: NewCredentials; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const status = useLists()?.statuses.find(({ type, is_active }) => type === 'open' && is_active);
  const { clientId, secret } = credentials;
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={t('clients.secretTitle')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        <p className={styles.warning}>
          <TriangleAlert size={18} aria-hidden />
          {t('clients.secretWords')}
        </p>
        <Taken label={t('clients.id')} text={clientId} />
        <Taken label={t('clients.secret')} text={secret} />
        <Taken
          label={t('clients.exampleToken')}
          text={tokenExample(window.location.origin, clientId, secret)}
          isLong
        />
        {status === undefined ? null : (
          <Taken
            label={t('clients.exampleCreate')}
            text={createExample(window.location.origin, t('clients.exampleSubject'), status.id)}
            isLong
          />
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('clients.kept')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

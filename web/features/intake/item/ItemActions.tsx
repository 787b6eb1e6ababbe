import { Button } from '@mantine/core';
import { Plus, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntakeItem } from '../ledger-queries.ts';
import { suggestedSubject } from '../refusal.ts';
import { mayIgnore, mayOpen, mayRetry, useIntakeActions } from '../use-intake-actions.ts';
import styles from './Item.module.css';
import { WordsDialog } from './WordsDialog.tsx';

type Asking = 'reason' | 'subject' | null;

/** What can be done with an item that became no ticket. */
export function ItemActions({ item }: { item: IntakeItem }) {
  const { t } = useTranslation('intake');
  const { isBusy, retry, ignore, open } = useIntakeActions(item);
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  return (
    <div className={styles.actions}>
      {mayRetry(item) ? (
        <Button
          size="compact-md"
          loading={isBusy}
          leftSection={<RotateCw size={15} aria-hidden />}
          onClick={() => void retry()}
        >
          {t('action.retry')}
        </Button>
      ) : null}
      {mayOpen(item) ? (
        <Button
          size="compact-md"
          variant={mayRetry(item) ? 'default' : 'filled'}
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => setAsking('subject')}
        >
          {t('action.open')}
        </Button>
      ) : null}
      {mayIgnore(item) ? (
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Trash2 size={15} aria-hidden />}
          onClick={() => setAsking('reason')}
        >
          {t('action.ignore')}
        </Button>
      ) : null}
      {asking === 'reason' ? (
        <WordsDialog
          title={t('action.ignore')}
          text={t('dialog.ignoreText')}
          label={t('dialog.reason')}
          confirmLabel={t('dialog.ignore')}
          onConfirm={ignore}
          onClose={close}
        />
      ) : null}
      {asking === 'subject' ? (
        <WordsDialog
          title={t('action.open')}
          text={t('dialog.openText')}
          label={t('dialog.subject')}
          confirmLabel={t('dialog.open')}
          first={suggestedSubject(item)}
          isOneLine
          onConfirm={open}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

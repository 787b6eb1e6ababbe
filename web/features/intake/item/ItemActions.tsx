import { Button } from '@mantine/core';
import { Plus, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntakeItem } from '../ledger-queries.ts';
import { ruleOf, suggestedSubject } from '../refusal.ts';
import { mayIgnore, mayOpen, mayRetry, useIntakeActions } from '../use-intake-actions.ts';
import styles from './Item.module.css';
import { WordsDialog } from './WordsDialog.tsx';

type Asked = 'reason' | 'subject';

interface QuestionProps {
  asked: Asked;
  item: IntakeItem;
  actions: ReturnType<typeof useIntakeActions>;
  onClose: () => void;
}

/** The words that an action needs: why it is no inquiry, or the subject of the ticket that it becomes. */
function Question({ asked, item, actions, onClose }: QuestionProps) {
  const { t } = useTranslation('intake');
  if (asked === 'reason') {
    return (
      <WordsDialog
        title={t('action.ignore')}
        text={t('dialog.ignoreText')}
        label={t('dialog.reason')}
        confirmLabel={t('dialog.ignore')}
        onConfirm={actions.ignore}
        onClose={onClose}
      />
    );
  }
  return (
    <WordsDialog
      title={t('action.open')}
      text={t(item.channel === 'email' ? 'dialog.openMailText' : 'dialog.openText')}
      label={t('dialog.subject')}
      confirmLabel={t('dialog.open')}
      first={suggestedSubject(item)}
      isOneLine
      onConfirm={actions.open}
      onClose={onClose}
    />
  );
}

/** What can be done with an item that became no ticket. */
export function ItemActions({ item }: { item: IntakeItem }) {
  const { t } = useTranslation('intake');
  const actions = useIntakeActions(item);
  const { isBusy, retry } = actions;
  const [asking, setAsking] = useState<Asked | null>(null);
  // Read again it becomes what any mail becomes, with nothing to ask.
  const isByRule = item.state === 'ignored' && ruleOf(item.reason) !== null;
  return (
    <div className={styles.actions}>
      {mayRetry(item) ? (
        <Button
          size="compact-md"
          loading={isBusy}
          leftSection={isByRule ? <Plus size={15} aria-hidden /> : <RotateCw size={15} aria-hidden />}
          onClick={() => void retry()}
        >
          {t(isByRule ? 'action.open' : 'action.retry')}
        </Button>
      ) : null}
      {mayOpen(item) && !isByRule ? (
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
      {asking === null ? null : (
        <Question asked={asking} item={item} actions={actions} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}

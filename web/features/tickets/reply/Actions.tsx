import { Button } from '@mantine/core';
import { Lock, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLists } from '../../../api-queries.ts';
import styles from './Composer.module.css';
import type { WritingKind } from './draft-store.ts';
import { ScheduleMenu } from './ScheduleMenu.tsx';
import type { SendOptions } from './use-writing.ts';

interface Props {
  kind: WritingKind;
  isDisabled: boolean;
  onSend: (options?: SendOptions) => void;
}

/** The ways to send what was written. */
export function Actions({ kind, isDisabled, onSend }: Props) {
  const { t } = useTranslation('tickets');
  const closed = useLists()?.statuses.find((status) => status.type === 'closed' && status.is_active);
  if (kind === 'note') {
    return (
      <div className={styles.actions}>
        <small className={styles.keys}>{t('reply.noteKeys')}</small>
        <Button
          size="compact-md"
          className={styles.saveNote}
          disabled={isDisabled}
          onClick={() => onSend()}
          leftSection={<Lock size={14} aria-hidden />}
        >
          {t('reply.saveNote')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.actions}>
      <small className={styles.keys}>{t('reply.keys')}</small>
      <ScheduleMenu isDisabled={isDisabled} onSchedule={(sendAt) => onSend({ sendAt })} />
      {closed === undefined || kind === 'forward' ? null : (
        <Button
          size="compact-md"
          variant="default"
          disabled={isDisabled}
          onClick={() => onSend({ status: closed.id })}
        >
          {t('reply.sendAndClose')}
        </Button>
      )}
      <Button
        size="compact-md"
        disabled={isDisabled}
        onClick={() => onSend()}
        leftSection={<Send size={14} aria-hidden className="icon-direction" />}
      >
        {t('reply.send')}
      </Button>
    </div>
  );
}

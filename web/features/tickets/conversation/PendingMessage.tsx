import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import type { Pending } from '../reply/use-writing.ts';
import styles from './MessageView.module.css';

/** What was just written, until the server has it. */
export function PendingMessage({ pending }: { pending: Pending }) {
  const { t } = useTranslation('tickets');
  const { user } = useSession();
  const isNote = pending.kind === 'note';
  return (
    <div className={styles.message} data-direction={isNote ? 'internal' : 'outbound'} role="status">
      <div className={styles.head}>
        <span className={styles.who}>
          <Auto>{user.name}</Auto>
        </span>
        {isNote ? <span className={styles.noteMark}>{t('conversation.noteMark')}</span> : null}
        {isNote ? null : (
          <span className={styles.muted}>
            {t('conversation.to')} <Ltr>{pending.to.map(({ address }) => address).join(', ')}</Ltr>
          </span>
        )}
        <span className={styles.state}>
          <Loader size={12} /> {t('delivery.sending')}
        </span>
      </div>
      <div className={styles.text} dir="auto">
        {pending.text}
      </div>
    </div>
  );
}

import { CircleAlert, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MailboxSender } from '../../../../shared/mailbox-senders.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { reasonText } from '../../../components/problem-text.ts';
import { Time } from '../../../components/Time.tsx';
import styles from './Connection.module.css';

/** Through which server a mailbox sends, or since when it can't and why. */
export function SenderState({ sender }: { sender: MailboxSender }) {
  const { t } = useTranslation('mail');
  const { host, failing_since, problem, server_said } = sender;
  if (failing_since === null || problem === null) {
    return (
      <p>
        <Send size={16} aria-hidden className={`${styles.icon} icon-direction`} /> {t('sender.sends')}{' '}
        <Ltr>{host}</Ltr>
      </p>
    );
  }
  return (
    <div className={styles.bad}>
      <p>
        <CircleAlert size={16} aria-hidden className={styles.icon} /> {t('sender.failing')}{' '}
        <Time at={failing_since} />: {reasonText(t, problem)}
      </p>
      {server_said === null ? null : (
        <p>
          <bdi dir="ltr" className={styles.said}>
            {server_said}
          </bdi>
        </p>
      )}
    </div>
  );
}

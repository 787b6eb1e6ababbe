import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MailboxSender } from '../../../../shared/mailbox-senders.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import styles from './Connection.module.css';
import { Failing } from './Failing.tsx';

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
    <Failing what={t('sender.failing')} since={failing_since} problem={problem} serverSaid={server_said} />
  );
}

import { CircleAlert, Eye, MailCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MailboxConnection } from '../../../../shared/mailboxes.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { reasonText } from '../../../components/problem-text.ts';
import { Time } from '../../../components/Time.tsx';
import styles from './Connection.module.css';

/** Whether a mailbox is read, since when not and why. */
export function ConnectionState({ connection }: { connection: MailboxConnection }) {
  const { t } = useTranslation('settings');
  const { mode, failing_since, problem, server_said, last_ok_at, host } = connection;
  if (failing_since !== null && problem !== null) {
    return (
      <div className={styles.bad}>
        <p>
          <CircleAlert size={16} aria-hidden className={styles.icon} /> {t('connection.failing')}{' '}
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
  const Icon = mode === 'observe' ? Eye : MailCheck;
  return (
    <p>
      <Icon size={16} aria-hidden className={styles.icon} />{' '}
      {t(mode === 'observe' ? 'connection.observing' : 'connection.working')} · <Ltr>{host}</Ltr>
      {last_ok_at === null ? null : (
        <>
          {' '}
          · {t('connection.lastRead')} <Time at={last_ok_at} />
        </>
      )}
    </p>
  );
}

import { Eye, MailCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MailboxConnection } from '../../../../shared/mailboxes.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import styles from './Connection.module.css';
import { Failing } from './Failing.tsx';

/** Whether a mailbox is read, since when not and why. */
export function ConnectionState({ connection }: { connection: MailboxConnection }) {
  const { t } = useTranslation('settings');
  const { mode, failing_since, problem, server_said, last_ok_at, host } = connection;
  if (failing_since !== null && problem !== null) {
    return (
      <Failing
        what={t('connection.failing')}
        since={failing_since}
        problem={problem}
        serverSaid={server_said}
      />
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

import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../../components/problem-text.ts';
import { Time } from '../../../components/Time.tsx';
import styles from './Connection.module.css';

interface Props {
  /** What fails, as the beginning of the sentence. */
  what: string;
  since: string;
  problem: string;
  serverSaid: string | null;
}

/** Since when a server of a mailbox has failed, why, and what it said. */
export function Failing({ what, since, problem, serverSaid }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.bad}>
      <p>
        <CircleAlert size={16} aria-hidden className={styles.icon} /> {what} <Time at={since} />:{' '}
        {reasonText(t, problem)}
      </p>
      {serverSaid === null ? null : (
        <p>
          <bdi dir="ltr" className={styles.said}>
            {serverSaid}
          </bdi>
        </p>
      )}
    </div>
  );
}

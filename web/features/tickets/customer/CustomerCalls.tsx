import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CallMark } from '../../../components/calls/CallMark.tsx';
import { callsOfQuery } from '../../../components/calls/call-queries.ts';
import { spanOf } from '../../../components/calls/party.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import styles from './CustomerCard.module.css';

interface Props {
  accountId: string;
  mostShown?: number;
  /** What is said where there are none. */
  empty?: string;
}

/** The customer's newest calls, and the way to all of them. */
export function CustomerCalls({ accountId, mostShown = 5, empty }: Props) {
  const { t } = useTranslation('calls');
  // One more is read, so as to know whether there are others.
  const { data, isPending } = useQuery(callsOfQuery({ account: accountId }, mostShown + 1));
  const calls = data?.items ?? [];
  if (calls.length === 0)
    return empty === undefined || isPending ? null : <p className={styles.muted}>{empty}</p>;
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>{t('title')}</h3>
      <ul className={styles.list}>
        {calls.slice(0, mostShown).map((call) => (
          <li key={call.id}>
            <Link
              to="/calls/$id"
              params={{ id: call.id }}
              search={{ account: accountId }}
              className={styles.ticket}
            >
              <CallMark call={call} />
              <small>
                {call.talking_seconds === null ? null : (
                  <>
                    <Ltr>{spanOf(call.talking_seconds)}</Ltr>
                    {' · '}
                  </>
                )}
                <Time at={call.started_at} shape="short" />
              </small>
            </Link>
          </li>
        ))}
      </ul>
      {calls.length <= mostShown ? null : (
        <Link to="/calls" search={{ account: accountId }} className={styles.all}>
          {t('limits.all')}
        </Link>
      )}
    </section>
  );
}

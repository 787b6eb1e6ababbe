import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CallMark } from '../../components/calls/CallMark.tsx';
import { type LiveCall, useLiveCalls } from '../../components/calls/call-queries.ts';
import { isNamed, Party, PhoneNumber } from '../../components/calls/Party.tsx';
import { partyOf } from '../../components/calls/party.ts';
import { Running } from '../../components/calls/Running.tsx';
import { Auto } from '../../components/Isolates.tsx';
import type { CallsSearch } from './calls-search.ts';
import styles from './LiveCalls.module.css';

/** Who speaks, or at whom it rings. */
function With({ call }: { call: LiveCall }) {
  const { t } = useTranslation('calls');
  const names =
    call.state === 'ringing' ? call.ringing.map(({ name }) => name) : [call.user?.name ?? call.answered_by];
  const known = names.filter((name) => name !== null);
  if (known.length === 0) return call.queue === null ? null : <Auto>{call.queue}</Auto>;
  return (
    <>
      {t(call.state === 'ringing' ? 'row.ringsAt' : 'row.with')} <Auto>{known.join(', ')}</Auto>
    </>
  );
}

function Row({ call, search, isOpen }: { call: LiveCall; search: CallsSearch; isOpen: boolean }) {
  const { t } = useTranslation('calls');
  return (
    <li className={styles.row} data-open={isOpen || undefined}>
      <CallMark call={call} />
      <Link
        to="/calls/$id"
        params={{ id: call.id }}
        search={search}
        className={styles.who}
        aria-current={isOpen ? 'page' : undefined}
      >
        <Party call={call} />
      </Link>
      <span className={styles.more}>
        {!isNamed(call) ? null : (
          <>
            <PhoneNumber number={partyOf(call)} />{' '}
          </>
        )}
        <With call={call} />
        {call.is_test ? ` · ${t('test')}` : ''}
      </span>
      <span className={styles.seconds}>
        <Running call={call} />
      </span>
    </li>
  );
}

/** What rings and what is spoken now, with its seconds running. */
export function LiveCalls({ search, openId }: { search: CallsSearch; openId: string | null }) {
  const { t } = useTranslation('calls');
  const calls = useLiveCalls();
  if (calls.length === 0) return null;
  return (
    <section className={styles.live} aria-label={t('live.title')}>
      <h2>{t('live.count', { count: calls.length })}</h2>
      <ul>
        {calls.map((call) => (
          <Row key={call.id} call={call} search={search} isOpen={call.id === openId} />
        ))}
      </ul>
    </section>
  );
}

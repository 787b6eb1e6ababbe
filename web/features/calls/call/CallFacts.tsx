import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../../shared/calls.ts';
import { useMay } from '../../../api-queries.ts';
import { DialButton } from '../../../components/calls/DialButton.tsx';
import { PhoneNumber } from '../../../components/calls/Party.tsx';
import { ownNumberOf, partyOf, spanOf } from '../../../components/calls/party.ts';
import { Instant } from '../../../components/Instant.tsx';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import styles from './Call.module.css';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const InstantOrNone = ({ at }: { at: string | null }) => (at === null ? <>—</> : <Instant at={at} />);

const Span = ({ seconds }: { seconds: number | null }) =>
  seconds === null ? <>—</> : <Ltr>{spanOf(seconds)}</Ltr>;

function Numbers({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const party = partyOf(call);
  return (
    <>
      <Fact name={t('fact.number')}>
        <PhoneNumber number={party} />
        <DialButton
          phone={party.value}
          shown={party.shown}
          ticketId={call.ticket?.id}
          words={call.is_missed ? t('dial.back') : undefined}
        />
        {party.value === '' ? null : (
          <Link to="/calls" search={{ phone: party.shown }} className={styles.all}>
            {t('fact.allOfNumber')}
          </Link>
        )}
      </Fact>
      {call.account === null ? null : (
        <Fact name={t('fact.account')}>
          <Link to="/accounts/$id" params={{ id: call.account.id }}>
            <Auto>{call.account.name}</Auto>
          </Link>
          <Link to="/calls" search={{ account: call.account.id }} className={styles.all}>
            {t('fact.allOfAccount')}
          </Link>
        </Fact>
      )}
      <Fact name={t('fact.own')}>
        <PhoneNumber number={ownNumberOf(call)} />
      </Fact>
    </>
  );
}

/** Everything known of a call. */
export function CallFacts({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const mayReadIntake = useMay('intake:read');
  const who = call.user?.name ?? call.answered_by;
  return (
    <dl className={styles.facts} aria-label={t('fact.label')}>
      <Numbers call={call} />
      <Fact name={t('fact.started')}>
        <Instant at={call.started_at} />
      </Fact>
      <Fact name={t('fact.answered')}>
        <InstantOrNone at={call.answered_at} />
      </Fact>
      <Fact name={t('fact.ended')}>
        <InstantOrNone at={call.ended_at} />
      </Fact>
      <Fact name={t('fact.user')}>{who === null ? '—' : <Auto>{who}</Auto>}</Fact>
      <Fact name={t('fact.waiting')}>
        <Span seconds={call.waiting_seconds} />
      </Fact>
      <Fact name={t('fact.talking')}>
        <Span seconds={call.talking_seconds} />
      </Fact>
      <Fact name={t('fact.queue')}>{call.queue === null ? '—' : <Auto>{call.queue}</Auto>}</Fact>
      <Fact name={t('fact.connection')}>
        <Auto>{call.connection.name}</Auto>
      </Fact>
      {call.ivr_path.length === 0 ? null : (
        <Fact name={t('fact.menu')}>
          <Auto>{call.ivr_path.join(' ‹ ')}</Auto>
        </Fact>
      )}
      {mayReadIntake ? (
        <Fact name={t('fact.ledger')}>
          <Link to="/intake/$id" params={{ id: call.intake_id }}>
            {t('fact.toLedger')}
          </Link>
        </Fact>
      ) : null}
    </dl>
  );
}

import { useTranslation } from 'react-i18next';
import type { readCall } from '../../../../shared/calls.ts';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import { useMay } from '../../../api-queries.ts';
import { Recording } from '../../../components/calls/Recording.tsx';
import { Instant } from '../../../components/Instant.tsx';
import { Auto } from '../../../components/Isolates.tsx';
import { CallDecision } from '../decision/CallDecision.tsx';
import styles from './Call.module.css';
import { CallFacts } from './CallFacts.tsx';
import { Decisions } from './Decisions.tsx';
import { Outcome } from './Outcome.tsx';

type Shown = AnswerOf<typeof readCall>;

/** What the exchange said of the call, in order. */
function Events({ events }: Pick<Shown, 'events'>) {
  const { t } = useTranslation('calls');
  return (
    <section>
      <h2 className={styles.heading}>{t('call.events')}</h2>
      <ol className={styles.events}>
        {events.map(({ kind, at, said }) => (
          <li key={`${kind} ${at} ${said}`}>
            <Instant at={at} />
            <span>{t(`event.${kind}`)}</span>
            <span className={styles.said}>
              <Auto>{said}</Auto>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** It waits for somebody to say what it was; of one that is being spoken it may be said already. */
const isToBeSaid = ({ is_unclassified, state, classification, is_test }: Shown['call']) =>
  is_unclassified || (state === 'answered' && classification === null && !is_test);

/** Everything of one call. */
export function CallView({ call, events, decisions }: Shown) {
  const mayWrite = useMay('tickets:write');
  const { t } = useTranslation('calls');
  return (
    <>
      <Outcome call={call} />
      {isToBeSaid(call) && mayWrite ? <CallDecision call={call} /> : null}
      {call.recording_url === null ? null : (
        <section>
          <h2 className={styles.heading}>{t('recording.title')}</h2>
          <Recording url={call.recording_url} />
        </section>
      )}
      <CallFacts call={call} />
      <Decisions decisions={decisions} />
      <Events events={events} />
    </>
  );
}

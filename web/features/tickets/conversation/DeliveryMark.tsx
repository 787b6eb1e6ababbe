import { CheckCheck, CircleAlert, Clock, MailX } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '../../../../shared/messages.ts';
import { useMay } from '../../../api-queries.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { Time } from '../../../components/Time.tsx';
import { clock, exact } from '../../../i18n/format.ts';
import styles from './DeliveryMark.module.css';
import { Retry } from './Retry.tsx';
import { Waits, Ways } from './Waits.tsx';

const icons = { queued: Clock, sent: CheckCheck, failed: CircleAlert, bounced: MailX };

interface Props {
  delivery: Delivery;
  messageId: string;
  ticketNumber: number;
}

/** What the servers said, whole: with the id under which the one that took the mail knows it, and each recipient's own fate. */
function Evidence({ id, delivery }: { id: string; delivery: Delivery }) {
  const { t } = useTranslation('sending');
  const place = usePlace();
  const { accepted_at, queue_id, server_answer, recipients } = delivery;
  const line = (word: string, value: ReactNode) => (
    <div>
      <dt>{word}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <dl id={id} className={styles.evidence}>
      {accepted_at === null
        ? null
        : line(t('mark.acceptedAt'), <Ltr>{exact(new Date(accepted_at), place)}</Ltr>)}
      {queue_id === null ? null : line(t('mark.queueId'), <Ltr>{queue_id}</Ltr>)}
      {server_answer === null || server_answer === ''
        ? null
        : line(t('tickets:delivery.answer'), <Ltr>{server_answer}</Ltr>)}
      {recipients.map(({ address, state, said }) => (
        <div key={address}>
          <dt>
            <Ltr>{address}</Ltr>
          </dt>
          <dd>
            {t(`mark.${state}`)} {said === '' ? null : <Ltr>{said}</Ltr>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const hasEvidence = ({ queue_id, server_answer, recipients }: Delivery) =>
  queue_id !== null || (server_answer ?? '') !== '' || recipients.length > 0;

/** The last word of a server on it: of the recipient's that took it, or of the one that sent it back. */
function Answer({ delivery: { state, reports, server_answer } }: { delivery: Delivery }) {
  const { t } = useTranslation('tickets');
  const report = state === 'bounced' ? reports.findLast(({ kind }) => kind === 'bounce') : undefined;
  const answer = (report ? report.said : server_answer) ?? '';
  return (
    <>
      {report === undefined || report.address === '' ? null : <Ltr>{report.address}</Ltr>}
      {answer === '' ? null : (
        <span className={styles.answer} title={`${t('delivery.answer')}: ${answer}`}>
          <Ltr>{answer}</Ltr>
        </span>
      )}
    </>
  );
}

/** What became of an outgoing message, with the recipient's server's own words as evidence. */
export function DeliveryMark({ delivery, messageId, ticketNumber }: Props) {
  const { t } = useTranslation('tickets');
  const mayWrite = useMay('tickets:write');
  const place = usePlace();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { state, attempts, next_attempt_at, accepted_at, failed_at, bounced_at } = delivery;
  if (delivery.can_unsend && attempts === 0) {
    return <Waits delivery={delivery} messageId={messageId} ticketNumber={ticketNumber} />;
  }
  const Icon = icons[state];
  const at = { queued: null, sent: accepted_at, failed: failed_at, bounced: bounced_at }[state];
  return (
    <>
      <p className={styles.mark} data-state={state}>
        <Icon size={14} aria-hidden />
        <span className={styles.word}>{t(`delivery.${state}`)}</span>
        {at === null ? null : <Time at={at} shape="short" />}
        {delivery.can_unsend && next_attempt_at !== null ? (
          <span>
            {t('delivery.attempt', { count: attempts, at: clock(new Date(next_attempt_at), place) })}
          </span>
        ) : null}
        <Answer delivery={delivery} />
        {hasEvidence(delivery) ? (
          <button
            type="button"
            className={styles.more}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {t('sending:mark.details')}
          </button>
        ) : null}
        {delivery.can_unsend && mayWrite ? (
          <Ways messageId={messageId} ticketNumber={ticketNumber} canHurry />
        ) : null}
        {(state === 'failed' || state === 'bounced') && mayWrite ? (
          <Retry messageId={messageId} ticketNumber={ticketNumber} />
        ) : null}
      </p>
      {isOpen ? <Evidence id={id} delivery={delivery} /> : null}
    </>
  );
}

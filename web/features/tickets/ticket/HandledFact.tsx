import { CircleCheck, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../../../shared/messages.ts';
import { noAnswerReasons, openedByMistake, type Ticket } from '../../../../shared/tickets.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { Time } from '../../../components/Time.tsx';
import { Waiting } from '../../../components/Waiting.tsx';
import { dayAndHour } from '../../../i18n/format.ts';
import styles from './HandledFact.module.css';

/** The words of a recorded reason: ours for a known code, else as they were written. */
export function useReasonWords(): (reason: string | null) => string {
  const { t } = useTranslation('tickets');
  return (reason) => {
    const [code = '', ...rest] = (reason ?? '').split(': ');
    const known = ([...noAnswerReasons, openedByMistake] as const).find((one) => one === code);
    if (known === undefined) return reason ?? '';
    const words = rest.join(': ');
    if (known === 'other' && words !== '') return words;
    return words === '' ? t(`reason.${known}`) : `${t(`reason.${known}`)} (${words})`;
  };
}

function Handled({ handling }: { handling: NonNullable<Ticket['handling']> }) {
  const { t } = useTranslation('tickets');
  const reasonWords = useReasonWords();
  const { kind, at, actor, reason, server_answer } = handling;
  return (
    <>
      <span className={styles.words}>{t(`handled.${kind}`, { reason: reasonWords(reason) })}</span>
      <Time at={at} shape="short" />
      {kind === 'reply' && server_answer !== null ? <Ltr>{server_answer}</Ltr> : null}
      {kind === 'reason' && actor.name !== '' ? (
        <span>
          <Auto>{actor.name}</Auto>
        </span>
      ) : null}
    </>
  );
}

/** The answer that has not left yet: neither an automatic word nor a mail to somebody else answers the customer. */
function Coming({ message: { kind, is_automatic, delivery } }: { message: Message }) {
  const { t } = useTranslation('tickets');
  const place = usePlace();
  if (delivery?.state !== 'queued' || is_automatic || kind === 'forward') return null;
  return (
    <span className={styles.muted}>
      <Send size={13} aria-hidden className="icon-direction" />{' '}
      {delivery.send_at === null
        ? t('handled.queued')
        : t('handled.scheduled', { at: dayAndHour(new Date(delivery.send_at), place) })}
    </span>
  );
}

/** Whether the customer waits for us and since when, or how we know that they don't. */
export function HandledFact({ ticket, messages }: { ticket: Ticket; messages: readonly Message[] }) {
  const { t } = useTranslation('tickets');
  if (!ticket.is_handled || ticket.waiting_since !== null) {
    const newest = messages.at(-1);
    return (
      <p className={styles.fact} data-kind="waiting">
        {ticket.waiting_since === null ? null : (
          <>
            <Waiting since={ticket.waiting_since} />
            <span className={styles.muted}>
              <Time at={ticket.waiting_since} shape="full" />
            </span>
          </>
        )}
        {newest === undefined ? null : <Coming message={newest} />}
      </p>
    );
  }
  return (
    <p className={styles.fact} data-kind="handled">
      <CircleCheck size={15} aria-hidden className={styles.icon} />
      {ticket.handling === null ? t('handled.nobody') : <Handled handling={ticket.handling} />}
    </p>
  );
}

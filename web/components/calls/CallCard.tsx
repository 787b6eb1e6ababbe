import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/calls.ts';
import { Auto, Ltr } from '../Isolates.tsx';
import styles from './CallCard.module.css';
import { CallMark } from './CallMark.tsx';
import { callsOfQuery } from './call-queries.ts';
import { DialButton } from './DialButton.tsx';
import { PhoneNumber } from './Party.tsx';
import { partyOf, spanOf } from './party.ts';
import { Recording } from './Recording.tsx';
import { Running } from './Running.tsx';

/** The call that a message of a ticket is; null for words about a call that somebody wrote down, undefined until it is known. */
export function useCallOfMessage(
  ticketId: string,
  message: { id: string; channel: string },
): Call | null | undefined {
  const isPhone = message.channel === 'phone';
  const { data } = useQuery({ ...callsOfQuery({ ticket: ticketId }), enabled: isPhone });
  if (!isPhone) return null;
  return data === undefined
    ? undefined
    : (data.items.find(({ message_id }) => message_id === message.id) ?? null);
}

/** What somebody wrote of the call below the sentence that Pniya wrote. */
export const noteOf = (text: string): string => text.split('\n\n').slice(1).join('\n\n');

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** With whom, in which queue, how long: only what is known. */
function Facts({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { talking_seconds: talked, waiting_seconds: waited, queue } = call;
  const who = call.user?.name ?? call.answered_by;
  return (
    <dl className={styles.facts}>
      {who === null ? null : (
        <Fact name={t('fact.user')}>
          <Auto>{who}</Auto>
        </Fact>
      )}
      {queue === null ? null : (
        <Fact name={t('fact.queue')}>
          <Auto>{queue}</Auto>
        </Fact>
      )}
      {waited === null ? null : (
        <Fact name={t('fact.waiting')}>
          <Ltr>{spanOf(waited)}</Ltr>
        </Fact>
      )}
      {talked === null || call.result !== 'answered' ? null : (
        <Fact name={t('fact.talking')}>
          <Ltr>{spanOf(talked)}</Ltr>
        </Fact>
      )}
    </dl>
  );
}

/** A call as a part of a conversation: which way, how it ended, with whom, how long, and its recording. */
export function CallCard({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const party = partyOf(call);
  return (
    <div className={styles.card} data-missed={call.is_missed || undefined}>
      <p className={styles.line}>
        <CallMark call={call} />
        <span className={styles.number}>
          <PhoneNumber number={party} />
          <DialButton
            phone={party.value}
            shown={party.shown}
            ticketId={call.ticket?.id}
            words={call.is_missed ? t('dial.back') : undefined}
          />
        </span>
        {call.state === 'ended' ? null : <Running call={call} />}
        <Link to="/calls/$id" params={{ id: call.id }} className={styles.link}>
          {t('card.open')}
        </Link>
      </p>
      <Facts call={call} />
      {call.recording_url === null ? null : <Recording url={call.recording_url} />}
    </div>
  );
}

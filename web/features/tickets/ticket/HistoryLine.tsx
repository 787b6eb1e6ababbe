import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AllLists, ListItem } from '../../../../shared/lists.ts';
import type { TicketEvent } from '../../../../shared/tickets.ts';
import { useLists } from '../../../api-queries.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { Time } from '../../../components/Time.tsx';
import { useActorName } from '../actor-name.ts';
import { useReasonWords } from './HandledFact.tsx';
import styles from './History.module.css';

const kinds = [
  'opened',
  'status_changed',
  'owner_changed',
  'department_changed',
  'priority_changed',
  'account_changed',
  'subject_changed',
  'no_answer_due',
  'reply_queued',
  'reply_sent',
  'reply_failed',
  'reply_scheduled',
  'reply_withdrawn',
  'reply_stopped',
  'forward_queued',
  'forward_scheduled',
  'forward_sent',
  'forward_failed',
  'forward_withdrawn',
  'forward_stopped',
  'reply_uncertain',
  'reply_bounced',
  'reply_delayed',
  'forward_uncertain',
  'forward_bounced',
  'forward_delayed',
  'automatic_received',
  'acknowledged',
  'note_added',
  'message_received',
  'call_answered',
  'call_taken_off',
  'opened_by_mistake',
  'moved_out',
  'moved_in',
  'split_out',
  'split_in',
  'merged_out',
  'merged_in',
  'maybe_dismissed',
  'undone',
] as const;

type Detail = TicketEvent['detail'];

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The other ticket that a line tells of; isolated, since it stands in words. */
const numberOf = (value: unknown): string => (typeof value === 'number' ? `\u2066#${value}\u2069` : '');

function rowsOf(lists: AllLists | undefined, kind: string): readonly ListItem[] | null {
  if (kind === 'status_changed') return lists?.statuses ?? [];
  if (kind === 'owner_changed') return lists?.users ?? [];
  if (kind === 'department_changed') return lists?.departments ?? [];
  return kind === 'priority_changed' ? (lists?.priorities ?? []) : null;
}

function Change({ kind, detail }: { kind: string; detail: Detail }) {
  const { t } = useTranslation('tickets');
  const rows = rowsOf(useLists(), kind);
  if (rows === null && kind !== 'subject_changed') return null;
  const shown = (value: unknown) => {
    const text = textOf(value);
    if (text === null) return t('history.none');
    return rows === null ? text : (rows.find((row) => row.id === text)?.name ?? '…');
  };
  return (
    <span className={styles.change}>
      <Auto>{shown(detail.from)}</Auto> <ArrowLeft size={13} aria-hidden className={styles.arrow} />{' '}
      <Auto>{shown(detail.to)}</Auto>
    </span>
  );
}

/** A line of the history, in words; a kind this page doesn't know yet is shown plainly. */
export function HistoryLine({ event }: { event: TicketEvent }) {
  const { t } = useTranslation('tickets');
  const actorName = useActorName();
  const reasonWords = useReasonWords();
  const { kind, detail } = event;
  const known = kinds.find((one) => one === kind);
  const reason = textOf(detail.reason) ?? textOf(detail.code);
  const answer = textOf(detail.server_answer) ?? textOf(detail.answer);
  const callId = textOf(detail.call);
  return (
    <li className={styles.line}>
      <p className={styles.what}>
        {known === undefined ? <Ltr>{kind}</Ltr> : t(`history.${known}`, { number: numberOf(detail.number) })}
        <Change kind={kind} detail={detail} />
      </p>
      {reason === null ? null : (
        <p className={styles.detail}>
          <Auto>{reasonWords(reason)}</Auto>
        </p>
      )}
      {answer === null ? null : (
        <p className={styles.detail}>
          <Ltr>{answer}</Ltr>
        </p>
      )}
      {callId === null ? null : (
        <p className={styles.detail}>
          <Link to="/calls/$id" params={{ id: callId }}>
            {t('history.toCall')}
          </Link>
        </p>
      )}
      <p className={styles.detail}>
        <Auto>{actorName(event.actor)}</Auto> · <Time at={event.at} shape="full" />
      </p>
    </li>
  );
}

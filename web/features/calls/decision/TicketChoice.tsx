import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScreenPop } from '../../../../shared/calls.ts';
import type { FoundTicket } from '../../../../shared/search.ts';
import { popQuery } from '../../../components/calls/call-queries.ts';
import { FoundTicketRow } from '../../../components/FoundTicketRow.tsx';
import { Ltr } from '../../../components/Isolates.tsx';
import { problemText } from '../../../components/problem-text.ts';
import { useFoundTickets } from '../../../components/use-found-tickets.ts';
import { Waiting } from '../../../components/Waiting.tsx';
import { SubjectLine, Words } from '../../../components/Words.tsx';
import styles from './choice.module.css';

export interface Picked {
  readonly id: string;
  readonly number: number;
}

interface Props {
  isBusy: boolean;
  onPick: (ticket: Picked) => void;
}

type OpenTicket = ScreenPop['tickets'][number];

/** The line that tells a ticket: number, subject, and how long somebody waits. */
export function TicketLine({ ticket }: { ticket: OpenTicket }) {
  const { t } = useTranslation('calls');
  const { number, subject, waiting_since, last_words } = ticket;
  return (
    <>
      <span className={styles.line}>
        <Ltr>#{number}</Ltr>
        <span className={styles.subject}>
          <SubjectLine subject={subject.trim() === '' ? t('noSubject') : subject} />
        </span>
        {waiting_since === null ? null : <Waiting since={waiting_since} brief />}
      </span>
      {last_words === null ? null : (
        <span className={styles.words}>
          {t(`words.${last_words.direction}`)}{' '}
          <bdi dir="auto">
            <Words text={last_words.text} />
          </bdi>
        </span>
      )}
    </>
  );
}

/** The customer's open tickets: a click says that the call belongs there. */
export function OpenTickets({ callId, isBusy, onPick }: Props & { callId: string }) {
  const { t } = useTranslation('calls');
  const tickets = useQuery(popQuery(callId)).data?.tickets ?? [];
  if (tickets.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('decide.openTickets')}>
      {tickets.map((ticket) => (
        <li key={ticket.id}>
          <button type="button" className={styles.ticket} disabled={isBusy} onClick={() => onPick(ticket)}>
            <span className="visually-hidden">{t('decide.toTicket')} </span>
            <TicketLine ticket={ticket} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Found({ ticket, isBusy, onPick }: Props & { ticket: FoundTicket }) {
  return (
    <li>
      <button type="button" className={styles.ticket} disabled={isBusy} onClick={() => onPick(ticket)}>
        <FoundTicketRow ticket={ticket} />
      </button>
    </li>
  );
}

/** Any ticket, by number, words or customer. */
export function TicketSearch({ isBusy, onPick }: Props) {
  const { t } = useTranslation('calls');
  const [typed, setTyped] = useState('');
  const { tickets, isNone, error } = useFoundTickets(typed);
  const said = isNone ? t('decide.none') : '';
  return (
    <div className={styles.search}>
      <TextInput
        type="search"
        label={t('decide.search')}
        placeholder={t('decide.searchHint')}
        value={typed}
        maxLength={100}
        autoComplete="off"
        data-autofocus
        leftSection={<Search size={15} aria-hidden />}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p role="status" className={styles.none}>
        {error === null ? said : problemText(t, error)}
      </p>
      {tickets.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('decide.found')}>
          {tickets.map((ticket) => (
            <Found key={ticket.id} ticket={ticket} isBusy={isBusy} onPick={onPick} />
          ))}
        </ul>
      )}
    </div>
  );
}

import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listOtherTickets } from '../../../../shared/moves.ts';
import type { TextPart } from '../../../../shared/search.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { problemText } from '../../../components/problem-text.ts';
import { dirOf } from '../../../components/text-direction.ts';
import { useFoundTickets } from '../../../components/use-found-tickets.ts';
import { SubjectText } from '../SubjectText.tsx';
import { ticketKey } from '../ticket-queries.ts';
import styles from './TicketPicker.module.css';

/** A ticket to choose. */
interface Other {
  readonly id: string;
  readonly number: number;
  readonly subject: string;
  readonly status_id: string;
  /** Null: the same customer's. */
  readonly customer: string | null;
}

const typingMilliseconds = 180;

/** `#12`, as people copy it, is 12; anything else asks for nothing. */
const numberIn = (text: string): number | undefined => {
  const digits = /^[#\s\u2066-\u2069]*(\d{1,12})[\s\u2066-\u2069]*$/.exec(text)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
};

function Row({ other, onPick, isBusy }: Pick<Props, 'onPick' | 'isBusy'> & { other: Other }) {
  const { t } = useTranslation('moves');
  return (
    <li>
      <button type="button" className={styles.row} disabled={isBusy} onClick={() => onPick(other)}>
        <span className={styles.subject}>
          <Ltr>#{other.number}</Ltr> <SubjectText subject={other.subject} />
        </span>
        <small className={styles.facts}>
          <ListName list="statuses" id={other.status_id} />
          {other.customer === null ? null : (
            <span>
              {t('otherCustomer')} <Auto>{other.customer}</Auto>
            </span>
          )}
        </small>
      </button>
    </li>
  );
}

interface Props {
  ticket: Ticket;
  isBusy: boolean;
  onPick: (other: Other) => void;
}

/** The same customer's tickets, open ones first; with a number, the ticket of that number before them. */
function useOthers(ticket: Ticket, typed: number | undefined) {
  const [number] = useDebouncedValue(typed, typingMilliseconds);
  const query = useQuery({
    queryKey: [...ticketKey(ticket.number), 'others', number ?? null],
    queryFn: ({ signal }) =>
      call(listOtherTickets, {
        params: { id: ticket.id },
        query: number === undefined ? {} : { number },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
  const others = (query.data?.items ?? []).map(({ account, sender, ...other }): Other => {
    const isSame = ticket.account !== null && account?.id === ticket.account.id;
    return { ...other, customer: isSame ? null : (account?.name ?? sender) };
  });
  const isAnswered = query.isSuccess && !query.isPlaceholderData && number === typed;
  return { others, isNone: isAnswered && others.length === 0, error: query.error };
}

const whole = (parts: readonly TextPart[]) => parts.map(({ text }) => text).join('');

/** Tickets of anybody with these words. */
function useByWords(ticket: Ticket, words: string) {
  const { tickets, isNone, error } = useFoundTickets(words, ticket.id);
  const others = tickets.map(({ id, number, subject, customer, status_id }): Other => {
    const name = whole(customer);
    return {
      id,
      number,
      subject: whole(subject),
      status_id,
      customer: name === ticket.account?.name ? null : name,
    };
  });
  return { others, isNone, error };
}

/** Another ticket: one of the same customer's, open ones first, or any by its number or its words. */
export function TicketPicker({ ticket, isBusy, onPick }: Props) {
  const { t } = useTranslation('moves');
  const [text, setText] = useState('');
  const typed = text.trim();
  const number = numberIn(typed);
  const isWords = typed !== '' && number === undefined;
  const [near, far] = [useOthers(ticket, number), useByWords(ticket, isWords ? typed : '')];
  const { others: items, isNone, error } = isWords ? far : near;
  const nothing = isWords
    ? t('noWords')
    : number === undefined
      ? t('noneOfCustomer')
      : t('noNumber', { number });
  return (
    <div className={styles.picker}>
      <TextInput
        label={t('find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={<Search size={15} aria-hidden />}
        maxLength={300}
        dir={dirOf(text)}
        type="search"
        autoComplete="off"
        data-autofocus
      />
      <div aria-live="polite">
        {isNone || error !== null ? (
          <p className={styles.none}>{error === null ? nothing : problemText(t, error)}</p>
        ) : null}
      </div>
      {items.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('choose')}>
          {items.map((other) => (
            <Row key={other.id} other={other} onPick={onPick} isBusy={isBusy} />
          ))}
        </ul>
      )}
    </div>
  );
}

import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import { listOtherTickets } from '../../../../shared/moves.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { Auto, Ltr } from '../../../components/Isolates.tsx';
import { ListName } from '../../../components/ListName.tsx';
import { SubjectText } from '../SubjectText.tsx';
import { ticketKey } from '../ticket-queries.ts';
import styles from './TicketPicker.module.css';

type Other = AnswerOf<typeof listOtherTickets>['items'][number];

const typingMilliseconds = 180;

/** `#12`, as people copy it, is 12; anything else asks for nothing. */
const numberIn = (text: string): number | undefined => {
  const digits = /^[#\s\u2066-\u2069]*(\d{1,12})[\s\u2066-\u2069]*$/.exec(text)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
};

function Row({ ticket, other, onPick, isBusy }: Props & { other: Other }) {
  const { t } = useTranslation('moves');
  const customer = other.account?.name ?? other.sender;
  const isSame = ticket.account !== null && other.account?.id === ticket.account.id;
  return (
    <li>
      <button type="button" className={styles.row} disabled={isBusy} onClick={() => onPick(other)}>
        <span className={styles.subject}>
          <Ltr>#{other.number}</Ltr> <SubjectText subject={other.subject} />
        </span>
        <small className={styles.facts}>
          <ListName list="statuses" id={other.status_id} />
          {customer === null || isSame ? null : (
            <span>
              {t('otherCustomer')} <Auto>{customer}</Auto>
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

/** Another ticket: one of the same customer's, open ones first, or any by its number. */
export function TicketPicker({ ticket, isBusy, onPick }: Props) {
  const { t } = useTranslation('moves');
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), typingMilliseconds);
  const number = numberIn(typed);
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
  const items = query.data?.items ?? [];
  const isNone = query.isSuccess && items.length === 0;
  return (
    <div className={styles.picker}>
      <TextInput
        label={t('byNumber')}
        placeholder={t('numberExample')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={<Search size={15} aria-hidden />}
        inputMode="numeric"
        maxLength={20}
        dir="ltr"
        type="search"
        autoComplete="off"
        data-autofocus
      />
      <div aria-live="polite">
        {isNone ? (
          <p className={styles.none}>
            {number === undefined ? t('noneOfCustomer') : t('noNumber', { number })}
          </p>
        ) : null}
      </div>
      {items.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('choose')}>
          {items.map((other) => (
            <Row key={other.id} ticket={ticket} other={other} onPick={onPick} isBusy={isBusy} />
          ))}
        </ul>
      )}
    </div>
  );
}

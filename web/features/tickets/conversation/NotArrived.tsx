import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Message, markNotArrived } from '../../../../shared/messages.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { ticketKey, ticketQuery } from '../ticket-queries.ts';
import styles from './MessageView.module.css';

/** The reply that a report may be about: the last before it that counts as accepted; null when it names one. */
function replyBefore({ messages }: TicketPage, bounce: Message): Message | null {
  const isNamed = messages.some(({ delivery }) =>
    delivery?.reports.some(({ reported_by }) => reported_by === bounce.id),
  );
  if (isNamed) return null;
  const before = messages.slice(
    0,
    messages.findIndex(({ id }) => id === bounce.id),
  );
  return before.findLast(({ delivery, is_automatic }) => delivery?.state === 'sent' && !is_automatic) ?? null;
}

/** A report that names no mail of ours is believed by people only. */
export function NotArrived({ ticketNumber, bounce }: { ticketNumber: number; bounce: Message }) {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const fail = useFailure();
  const mayWrite = useMay('tickets:write');
  const [isBusy, setBusy] = useState(false);
  const { data: reply = null } = useQuery({
    ...ticketQuery(ticketNumber),
    select: (page) => replyBefore(page, bounce),
  });
  if (!mayWrite || reply === null) return null;
  const mark = async () => {
    setBusy(true);
    try {
      await call(markNotArrived, { params: { id: reply.id } });
      await client.invalidateQueries({ queryKey: ticketKey(ticketNumber) });
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className={styles.subject}>
      {t('notArrived.text')}{' '}
      <Button size="compact-xs" variant="default" loading={isBusy} onClick={() => void mark()}>
        {t('notArrived.mark')}
      </Button>
    </p>
  );
}

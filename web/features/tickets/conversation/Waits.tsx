import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { CalendarClock, Clock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '../../../../shared/messages.ts';
import { sendNow } from '../../../../shared/sending.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { usePlace } from '../../../components/place.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { dayAndHour, exact } from '../../../i18n/format.ts';
import { endOffer, useTakeBack } from '../reply/use-take-back.ts';
import { ticketKey } from '../ticket-queries.ts';
import styles from './DeliveryMark.module.css';

interface Props {
  delivery: Delivery;
  messageId: string;
  ticketNumber: number;
}

/** Whole seconds until then, counted down; 0 afterwards. */
function useSecondsTo(at: string | null): number {
  const left = () => (at === null ? 0 : Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1000)));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds(left), 500);
    return () => window.clearInterval(timer);
  });
  return seconds;
}

/** The ways out of waiting: now, or not at all. */
export function Ways({ messageId, ticketNumber, canHurry }: Omit<Props, 'delivery'> & { canHurry: boolean }) {
  const { t } = useTranslation('sending');
  const client = useQueryClient();
  const fail = useFailure();
  const takeBack = useTakeBack(ticketNumber);
  const [busy, setBusy] = useState<'now' | 'back' | null>(null);
  const go = async (what: 'now' | 'back') => {
    setBusy(what);
    try {
      if (what === 'back') await takeBack(messageId);
      else await call(sendNow, { params: { id: messageId } }).then(() => endOffer(messageId));
    } catch (error) {
      fail(error);
    } finally {
      setBusy(null);
      await client.invalidateQueries({ queryKey: ticketKey(ticketNumber) });
    }
  };
  const look = { size: 'compact-xs', variant: 'default' } as const;
  return (
    <>
      {canHurry ? (
        <Button {...look} loading={busy === 'now'} onClick={() => void go('now')}>
          {t('mark.now')}
        </Button>
      ) : null}
      <Button {...look} loading={busy === 'back'} onClick={() => void go('back')}>
        {t('mark.cancel')}
      </Button>
    </>
  );
}

/** A mail that has not left: for how long, and the ways out of it. */
export function Waits({ delivery, messageId, ticketNumber }: Props) {
  const { t } = useTranslation('sending');
  const mayWrite = useMay('tickets:write');
  const place = usePlace();
  const { send_at, next_attempt_at } = delivery;
  const seconds = useSecondsTo(next_attempt_at);
  const isScheduled = send_at !== null && seconds > 60;
  const Icon = isScheduled ? CalendarClock : Clock;
  const waiting = seconds === 0 ? t('tickets:delivery.queued') : t('mark.soon', { count: seconds });
  return (
    <p className={styles.mark} data-state="queued">
      <Icon size={14} aria-hidden />
      {isScheduled ? (
        <span className={styles.word} title={exact(new Date(send_at), place)}>
          {t('mark.scheduled', { at: dayAndHour(new Date(send_at), place) })}
        </span>
      ) : (
        <span className={styles.word}>{waiting}</span>
      )}
      {mayWrite && seconds > 0 ? (
        <Ways messageId={messageId} ticketNumber={ticketNumber} canHurry={isScheduled} />
      ) : null}
    </p>
  );
}

import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { CheckCheck, CircleAlert, Clock, MailX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Delivery, retryDelivery } from '../../../../shared/messages.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { Ltr } from '../../../components/Isolates.tsx';
import { usePlace } from '../../../components/place.ts';
import { Time } from '../../../components/Time.tsx';
import { useFailure } from '../../../components/useFailure.ts';
import { clock } from '../../../i18n/format.ts';
import { ticketKey } from '../ticket-queries.ts';
import styles from './DeliveryMark.module.css';

const icons = { queued: Clock, sent: CheckCheck, failed: CircleAlert, bounced: MailX };

function Retry({ messageId, ticketNumber }: { messageId: string; ticketNumber: number }) {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const fail = useFailure();
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      await call(retryDelivery, { params: { id: messageId } });
      await client.invalidateQueries({ queryKey: ticketKey(ticketNumber) });
    } catch (error) {
      fail(error, t('delivery.failedKept'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="compact-xs" variant="default" loading={isBusy} onClick={() => void retry()}>
      {t('delivery.retry')}
    </Button>
  );
}

interface Props {
  delivery: Delivery;
  messageId: string;
  ticketNumber: number;
}

/** What became of an outgoing message, with the recipient's server's own words as evidence. */
export function DeliveryMark({ delivery, messageId, ticketNumber }: Props) {
  const { t } = useTranslation('tickets');
  const mayWrite = useMay('tickets:write');
  const place = usePlace();
  const { state, attempts, next_attempt_at, accepted_at, failed_at, bounced_at, reports } = delivery;
  const report = state === 'bounced' ? reports.findLast(({ kind }) => kind === 'bounce') : undefined;
  const answer = report ? report.said : delivery.server_answer;
  const Icon = icons[state];
  const at = { queued: null, sent: accepted_at, failed: failed_at, bounced: bounced_at }[state];
  return (
    <p className={styles.mark} data-state={state}>
      <Icon size={14} aria-hidden />
      <span className={styles.word}>{t(`delivery.${state}`)}</span>
      {at === null ? null : <Time at={at} shape="short" />}
      {state === 'queued' && attempts > 0 && next_attempt_at !== null ? (
        <span>{t('delivery.attempt', { count: attempts, at: clock(new Date(next_attempt_at), place) })}</span>
      ) : null}
      {report === undefined || report.address === '' ? null : <Ltr>{report.address}</Ltr>}
      {answer === null || answer === '' ? null : (
        <span className={styles.answer} title={`${t('delivery.answer')}: ${answer}`}>
          <Ltr>{answer}</Ltr>
        </span>
      )}
      {(state === 'failed' || state === 'bounced') && mayWrite ? (
        <Retry messageId={messageId} ticketNumber={ticketNumber} />
      ) : null}
    </p>
  );
}

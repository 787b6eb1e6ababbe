import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { retryDelivery } from '../../../../shared/messages.ts';
import { call } from '../../../api.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { ticketKey } from '../ticket-queries.ts';

/** Sends a mail again that was refused or came back. */
export function Retry({ messageId, ticketNumber }: { messageId: string; ticketNumber: number }) {
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

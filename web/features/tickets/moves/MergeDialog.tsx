import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../../../shared/tickets.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { TicketPicker } from './TicketPicker.tsx';
import { useMoves } from './use-moves.ts';

/** Merges a ticket into another. Mount it only while it is open. */
export function MergeDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation('moves');
  const { merge } = useMoves(ticket);
  const [isBusy, setBusy] = useState(false);
  const pick = async (into: { id: string; number: number }) => {
    setBusy(true);
    const isDone = await merge(into);
    if (isDone) onClose();
    else setBusy(false);
  };
  return (
    <Dialog onClose={onClose} title={t('mergeTitle', { number: ticket.number })} centered size="lg">
      <Stack gap="md">
        <Text size="sm">{t('mergeText')}</Text>
        <TicketPicker ticket={ticket} isBusy={isBusy} onPick={(other) => void pick(other)} />
      </Stack>
    </Dialog>
  );
}

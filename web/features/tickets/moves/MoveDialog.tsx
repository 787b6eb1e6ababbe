import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '../../../../shared/tickets.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import type { MessageDialogProps } from '../conversation/message-dialog.ts';
import { ticketQuery } from '../ticket-queries.ts';
import { MessageChoice } from './MessageChoice.tsx';
import { TicketPicker } from './TicketPicker.tsx';
import { useMoves } from './use-moves.ts';

/** Moves a message, and others with it, to another ticket. */
export function MoveDialog({ message, ticketNumber, onClose }: MessageDialogProps) {
  const { t } = useTranslation('moves');
  const { data: page } = useQuery(ticketQuery(ticketNumber));
  return (
    <Dialog onClose={onClose} title={t('moveTitle')} centered size="lg">
      {page === undefined ? null : <Moving page={page} first={message.id} onClose={onClose} />}
    </Dialog>
  );
}

function Moving({ page, first, onClose }: { page: TicketPage; first: string; onClose: () => void }) {
  const { ticket, messages } = page;
  const { move } = useMoves(ticket);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([first]));
  const [isBusy, setBusy] = useState(false);
  const pick = async (to: { id: string; number: number }) => {
    setBusy(true);
    const isDone = await move([...chosen], to);
    if (isDone) onClose();
    else setBusy(false);
  };
  return (
    <Stack gap="md">
      <TicketPicker
        ticket={ticket}
        isBusy={isBusy || chosen.size === 0}
        onPick={(other) => void pick(other)}
      />
      {messages.length > 1 ? (
        <MessageChoice messages={messages} chosen={chosen} onChange={setChosen} />
      ) : null}
    </Stack>
  );
}

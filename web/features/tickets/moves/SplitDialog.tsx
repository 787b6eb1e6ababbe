import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits, type TicketPage } from '../../../../shared/tickets.ts';
import { Dialog } from '../../../components/Dialog.tsx';
import { dirOf } from '../../../components/text-direction.ts';
import type { MessageDialogProps } from '../conversation/message-dialog.ts';
import { ticketQuery } from '../ticket-queries.ts';
import { MessageChoice } from './MessageChoice.tsx';
import { useMoves } from './use-moves.ts';

/** Makes a ticket of its own of a message, and of others with it. */
export function SplitDialog({ message, ticketNumber, onClose }: MessageDialogProps) {
  const { t } = useTranslation('moves');
  const { data: page } = useQuery(ticketQuery(ticketNumber));
  return (
    <Dialog onClose={onClose} title={t('splitTitle')} centered size="lg">
      {page === undefined ? null : (
        <Splitting page={page} first={message.id} usual={message.subject ?? ''} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** The number of the ticket that it leaves. */
const withoutNumbers = (subject: string) =>
  subject.replace(/\s*[\u2066-\u2069]*\[#\d+\][\u2066-\u2069]*/g, '').trim();

interface Props {
  page: TicketPage;
  first: string;
  usual: string;
  onClose: () => void;
}

function Splitting({ page, first, usual, onClose }: Props) {
  const { t } = useTranslation('moves');
  const { ticket, messages } = page;
  const { split } = useMoves(ticket);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([first]));
  const [subject, setSubject] = useState(withoutNumbers(usual) || ticket.subject);
  const [isBusy, setBusy] = useState(false);
  const isAll = page.before === null && chosen.size === messages.length;
  const submit = async (event: React.SubmitEvent) => {
    event.preventDefault();
    if (isAll || chosen.size === 0) return;
    setBusy(true);
    const isDone = await split([...chosen], subject.trim());
    if (isDone) onClose();
    else setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Text size="sm">{t('splitText')}</Text>
        <TextInput
          label={t('newSubject')}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          maxLength={limits.subject}
          dir={dirOf(subject)}
          data-autofocus
        />
        <MessageChoice messages={messages} chosen={chosen} onChange={setChosen} />
        <div aria-live="polite">{isAll ? <Text size="sm">{t('oneStays')}</Text> : null}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={isBusy} disabled={isAll || chosen.size === 0}>
            {t('split')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

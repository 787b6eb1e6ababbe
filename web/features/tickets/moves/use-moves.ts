import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import { mergeTicket, moveMessages, splitTicket } from '../../../../shared/moves.ts';
import { dismissMaybe, type Ticket, type TicketLink, undoEvents } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { useLists, useSession } from '../../../api-queries.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { belongingOf, putTicket } from '../queue/queue-cache.ts';
import { forgetMessages, messagesIn, ticketKey } from '../ticket-queries.ts';
import type { Target } from '../use-ticket-changes.ts';
import { useQueueSearch } from '../use-ticket-search.ts';

type Moved = AnswerOf<typeof moveMessages>;
type Changed = Pick<Moved, 'ticket' | 'event_ids'>;
/** Where messages went, and which. */
interface Gone {
  readonly to: TicketLink;
  readonly ids: readonly string[];
}

/** Says what was done with a ticket's messages, shows it everywhere, and takes it back when asked to. */
function useSettle(from: Target) {
  const { t } = useTranslation('moves');
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useQueueSearch();
  const belonging = belongingOf(useSession().user.id, useLists());

  const open = (number: number) =>
    navigate({ to: '/tickets/$number', params: { number: String(number) }, search });
  const readAgain = (numbers: readonly number[]) => {
    for (const number of numbers) void client.invalidateQueries({ queryKey: ticketKey(number) });
  };

  const shown = (ticket: Ticket, leaving: number | null, gone: Gone | null) => {
    putTicket(client, ticket, belonging);
    if (leaving !== null && gone !== null) forgetMessages(client, leaving, gone.ids);
    readAgain([from.number, ...(gone === null ? [] : [gone.to.number])]);
  };

  const takeBack = async (eventIds: readonly string[], gone: Gone | null) => {
    const { ticket } = await call(undoEvents, {
      params: { id: from.id },
      body: { event_ids: [...eventIds] },
    });
    shown(ticket, gone?.to.number ?? null, gone);
    await open(from.number);
    showToast({ text: t('undone') });
  };

  const settle = ({ ticket, event_ids }: Changed, gone: Gone | null, text: string) => {
    shown(ticket, from.number, gone);
    showToast({ text, undo: () => takeBack(event_ids, gone) });
  };
  return { settle, open };
}

/** Puts messages on another ticket; each verb is said, and can be taken back for ten seconds. */
export function useMoves(from: Target) {
  const { t } = useTranslation('moves');
  const client = useQueryClient();
  const fail = useFailure();
  const { settle, open } = useSettle(from);
  const run = async (verb: () => Promise<void>): Promise<boolean> => {
    try {
      await verb();
      return true;
    } catch (error) {
      fail(error, t('failed'));
      return false;
    }
  };

  const params = { id: from.id };
  return {
    move: (messageIds: readonly string[], to: Target) =>
      run(async () => {
        const moved = await call(moveMessages, { params, body: { message_ids: [...messageIds], to: to.id } });
        settle(
          moved,
          { to: moved.to, ids: messageIds },
          t('moved', { count: messageIds.length, number: moved.to.number }),
        );
        // All there was: nothing is left to be looked at here.
        if (moved.ticket.merged_into !== null) await open(moved.to.number);
      }),
    split: (messageIds: readonly string[], subject: string) =>
      run(async () => {
        const body = { message_ids: [...messageIds], ...(subject === '' ? {} : { subject }) };
        const split = await call(splitTicket, { params, body });
        settle(split, { to: split.to, ids: messageIds }, t('splitDone', { number: split.to.number }));
        await open(split.to.number);
      }),
    merge: (into: Target) =>
      run(async () => {
        const ids = messagesIn(client, from.number).map(({ id }) => id);
        const merged = await call(mergeTicket, { params, body: { into: into.id } });
        settle(merged, { to: merged.to, ids }, t('merged', { from: from.number, number: merged.to.number }));
        await open(merged.to.number);
      }),
    dismiss: (maybe: number) =>
      run(async () => {
        settle(await call(dismissMaybe, { params }), null, t('dismissed', { number: maybe }));
      }),
  };
}

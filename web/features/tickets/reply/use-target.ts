import { useQuery } from '@tanstack/react-query';
import { readReplyTarget } from '../../../../shared/sending.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { ticketKey } from '../ticket-queries.ts';
import { isAddress, type MailAddress, without } from './addresses.ts';
import type { WritingKind } from './draft-store.ts';
import type { MailDraft } from './mail-draft.ts';

/** From whom to whom the mail at hand goes: as it was changed, or else as the server says. */
export function useTarget(ticket: Ticket, kind: WritingKind, mail: MailDraft) {
  const { answers } = mail;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [...ticketKey(ticket.number), 'reply-target', ticket.id, answers],
    queryFn: ({ signal }) =>
      call(readReplyTarget, {
        params: { id: ticket.id },
        query: answers === null ? {} : { answers },
        signal,
      }),
    staleTime: 5000,
    retry: false,
  });
  const { from, to } = data ?? ticket.reply_target;
  const mailboxes = data?.mailboxes ?? [];
  // What stands in the ticket is of the customer's last message; whom another one's answer goes to, only the server knows.
  const isKnown = mail.to !== null || answers === null || data !== undefined;
  const usual: MailAddress[] = !isKnown || to === null || kind === 'forward' ? [] : [to];
  const named = mail.to ?? usual;
  const chosen = mailboxes.find(({ id }) => id === mail.mailboxId);
  const others = kind === 'reply' ? without(data?.cc ?? [], [...named, ...mail.cc]) : [];
  return {
    from: chosen?.address ?? from?.address ?? null,
    to: named,
    mailboxes,
    others,
    isKnown,
    /** Why it is not known to whom it goes; null while that is being read. */
    error: isKnown || isFetching ? null : error,
    readAgain: () => void refetch(),
    // Whom the server names is its own affair; what was written here is checked here.
    isWhole: isKnown && named.length > 0 && [...(mail.to ?? []), ...mail.cc].every(isAddress),
  };
}

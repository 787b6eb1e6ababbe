import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addNote, type Message } from '../../../../shared/messages.ts';
import { replyToTicket } from '../../../../shared/sending.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { useSession } from '../../../api-queries.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { draftKey, keepDraft, readDraft } from '../drafts.ts';
import { appendMessage, ticketKey } from '../ticket-queries.ts';

export type WritingKind = 'reply' | 'note';

/** What was written and is on its way to our server; it stands in the conversation at once. */
export interface Pending {
  readonly kind: WritingKind;
  readonly text: string;
}

function useDraft(key: string) {
  const [text, show] = useState(() => readDraft(key));
  const write = (next: string) => {
    show(next);
    keepDraft(key, next);
  };
  return { key, text, write, show };
}

async function write(
  ticketId: string,
  { kind, text }: Pending,
  status: string | undefined,
): Promise<Message> {
  const params = { id: ticketId };
  if (kind === 'note') return call(addNote, { params, body: { text } });
  return call(replyToTicket, { params, body: status === undefined ? { text } : { text, status } });
}

/** What stands in the box after a refusal: the refused text, before whatever was begun meanwhile. */
const rejoined = (refused: string, begun: string) =>
  begun === refused || begun === '' ? refused : `${refused}\n\n${begun}`;

/** Reply and note of a ticket: two drafts that outlive everything, and the way to send them. Mounted once per ticket. */
export function useWriting(ticket: Ticket) {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const fail = useFailure();
  const userId = useSession().user.id;
  const [pending, setPending] = useState<Pending | null>(null);
  const drafts = {
    reply: useDraft(draftKey(userId, `ticket.${ticket.number}.reply`)),
    note: useDraft(draftKey(userId, `ticket.${ticket.number}.note`)),
  };

  /** Sends a draft; it stays in the store until the server has it, and comes back into the box when it was refused. */
  const send = async (kind: WritingKind, status?: string): Promise<void> => {
    const draft = drafts[kind];
    const { text } = draft;
    if (text.trim() === '' || pending !== null) return;
    setPending({ kind, text });
    draft.show('');
    try {
      const message = await write(ticket.id, { kind, text }, status);
      appendMessage(client, ticket.number, message);
      // Somebody may have begun the next one while this was on its way.
      if (readDraft(draft.key) === text) keepDraft(draft.key, '');
      void client.invalidateQueries({ queryKey: ticketKey(ticket.number) });
    } catch (error) {
      draft.write(rejoined(text, readDraft(draft.key)));
      fail(error, t('reply.kept'));
    } finally {
      setPending(null);
    }
  };
  return { drafts, pending, send };
}

export type Writing = ReturnType<typeof useWriting>;

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../../../shared/endpoint.ts';
import { unsendMessage } from '../../../../shared/sending.ts';
import { signatureFor } from '../../../../shared/templates.ts';
import { fillFields } from '../../../../shared/text-fields.ts';
import type { TicketPage } from '../../../../shared/tickets.ts';
import type { Session } from '../../../../shared/users.ts';
import { call } from '../../../api.ts';
import { listsQuery, signaturesQuery, useSession } from '../../../api-queries.ts';
import { dismissToast, showToast } from '../../../components/toast.ts';
import { dropMessage, ticketKey } from '../ticket-queries.ts';
import { areSame } from './addresses.ts';
import { readMail, type WritingKind, writeMail, writingKey } from './draft-store.ts';
import { emptyDraft, type MailDraft, rejoined, takenApart } from './mail-draft.ts';
import { templateValues } from './template-values.ts';
import { wish } from './wishes.ts';

/** The signature that would stand below a reply now, as far as this page knows. */
function signatureOf(client: QueryClient, session: Session, page: TicketPage): string {
  const known = client.getQueryData(signaturesQuery.queryKey);
  if (known === undefined) return '';
  const { department_id, reply_target } = page.ticket;
  const lists = client.getQueryData(listsQuery.queryKey);
  const values = templateValues(page, session, lists, reply_target.from?.address ?? '');
  return fillFields(signatureFor(known, department_id), values);
}

/** What was taken back, as a draft of it. */
function draftOf(
  back: AnswerOf<typeof unsendMessage>,
  signature: string,
  page: TicketPage | undefined,
): MailDraft {
  const target = page?.ticket.reply_target.to ?? null;
  const isUsual = back.forwarded_id === null && target !== null && areSame(back.to, [target]);
  return {
    ...emptyDraft,
    ...takenApart(back.text, signature),
    to: isUsual ? null : back.to,
    cc: back.cc,
    mailboxId: back.from_mailbox_id,
    attachments: back.attachments,
    forwards: back.forwarded_id,
    withItsFiles: back.include_attachments,
  };
}

/** The offers to take a mail back that are on the screen, by message. */
const offers = new Map<string, number>();

/** An offer that was shown: it ends with what it offers, whichever way that is done. */
export const offered = (messageId: string, toastId: number) => offers.set(messageId, toastId);

export function endOffer(messageId: string): void {
  const toastId = offers.get(messageId);
  offers.delete(messageId);
  if (toastId !== undefined) dismissToast(toastId);
}

/**
 * Takes a mail back that nobody has, into the reply box of its ticket; one that some have stays, and is sent no more. Throws what the
 * server refused.
 */
export function useTakeBack(ticketNumber: number): (messageId: string) => Promise<void> {
  const { t } = useTranslation('sending');
  const client = useQueryClient();
  const session = useSession();
  return async (messageId) => {
    const back = await call(unsendMessage, { params: { id: messageId } });
    endOffer(messageId);
    if (back.is_kept) {
      showToast({ text: t('stopped') });
      await client.invalidateQueries({ queryKey: ticketKey(ticketNumber) });
      return;
    }
    const kind: WritingKind = back.forwarded_id === null ? 'reply' : 'forward';
    const key = writingKey(session.user.id, ticketNumber, kind);
    const page = client.getQueryData<TicketPage>(ticketKey(ticketNumber));
    const signature = page === undefined ? '' : signatureOf(client, session, page);
    writeMail(key, rejoined(draftOf(back, signature, page), readMail(key)));
    dropMessage(client, ticketNumber, messageId);
    wish({ ticketNumber, kind });
    showToast({ text: t('takenBack', { number: ticketNumber }) });
    await client.invalidateQueries({ queryKey: ticketKey(ticketNumber) });
  };
}

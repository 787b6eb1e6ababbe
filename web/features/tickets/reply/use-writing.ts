import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addNote, type Message } from '../../../../shared/messages.ts';
import { forwardMessage, replyToTicket } from '../../../../shared/sending.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { call } from '../../../api.ts';
import { useSession } from '../../../api-queries.ts';
import { usePlace } from '../../../components/place.ts';
import { showToast } from '../../../components/toast.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { dayAndHour } from '../../../i18n/format.ts';
import { appendMessage, ticketKey } from '../ticket-queries.ts';
import type { MailAddress } from './addresses.ts';
import {
  forgetSent,
  readMail,
  showMail,
  useMail,
  type WritingKind,
  writeMail,
  writingKey,
} from './draft-store.ts';
import { emptyDraft, filesOf, type MailDraft, rejoined, wholeText } from './mail-draft.ts';
import { offered, useTakeBack } from './use-take-back.ts';

/** What was written and is on its way to our server; it stands in the conversation at once. */
export interface Pending {
  readonly kind: WritingKind;
  readonly text: string;
  readonly to: readonly MailAddress[];
}

export interface SendOptions {
  readonly status?: string;
  readonly sendAt?: Date;
}

/** The draft of one kind of writing, and the way to change it. */
function useDraft(key: string) {
  const mail = useMail(key);
  const change = (part: Partial<MailDraft>) => writeMail(key, { ...readMail(key), ...part });
  return { key, mail, change };
}
export type Draft = ReturnType<typeof useDraft>;

async function post(
  ticketId: string,
  kind: WritingKind,
  mail: MailDraft,
  text: string,
  { status, sendAt }: SendOptions,
): Promise<Message> {
  if (kind === 'note') return call(addNote, { params: { id: ticketId }, body: { text } });
  const common = {
    text,
    cc: mail.cc,
    attachment_ids: filesOf(mail).map(({ id }) => id),
    ...(mail.mailboxId === null ? {} : { from_mailbox_id: mail.mailboxId }),
    ...(sendAt === undefined ? {} : { send_at: sendAt.toISOString() }),
  };
  if (kind === 'forward') {
    return call(forwardMessage, {
      params: { id: mail.forwards ?? '' },
      body: { ...common, to: mail.to ?? [], include_attachments: mail.withItsFiles },
    });
  }
  return call(replyToTicket, {
    params: { id: ticketId },
    body: {
      ...common,
      ...(mail.to === null ? {} : { to: mail.to }),
      ...(mail.answers === null ? {} : { answers: mail.answers }),
      ...(status === undefined ? {} : { status }),
    },
  });
}

/** Says that a mail is about to leave, and offers to take it back. */
function useOffer(ticketNumber: number) {
  const { t } = useTranslation('sending');
  const takeBack = useTakeBack(ticketNumber);
  const place = usePlace();
  return ({ id, delivery }: Message) => {
    if (delivery === null || !delivery.can_unsend) return;
    const seconds = Math.max(1, Math.round((Date.parse(delivery.next_attempt_at ?? '') - Date.now()) / 1000));
    const text =
      delivery.send_at === null
        ? t('willSend', { count: seconds })
        : t('scheduledFor', { at: dayAndHour(new Date(delivery.send_at), place) });
    offered(id, showToast({ text, undo: () => takeBack(id) }));
  };
}

/** Reply, forward and note of a ticket: drafts that outlive everything, and the way to send them. Mounted once per ticket. */
export function useWriting(ticket: Ticket) {
  const { t } = useTranslation('tickets');
  const client = useQueryClient();
  const fail = useFailure();
  const offer = useOffer(ticket.number);
  const userId = useSession().user.id;
  const [pending, setPending] = useState<Pending | null>(null);
  const [sentCount, setSentCount] = useState(0);
  const keyOf = (kind: WritingKind) => writingKey(userId, ticket.number, kind);
  const drafts = {
    reply: useDraft(keyOf('reply')),
    note: useDraft(keyOf('note')),
    forward: useDraft(keyOf('forward')),
  };

  /** Sends a draft; it stays in the store until the server has it, and comes back into the box when it was refused. */
  const send = async (
    kind: WritingKind,
    signature: string,
    to: readonly MailAddress[],
    options: SendOptions = {},
  ): Promise<void> => {
    const { key, mail } = drafts[kind];
    if (pending !== null) return;
    const text = kind === 'note' ? mail.text : wholeText(mail.text, mail.signature ?? signature);
    setPending({ kind, text, to });
    showMail(key, emptyDraft);
    try {
      const message = await post(ticket.id, kind, mail, text, options);
      appendMessage(client, ticket.number, message);
      forgetSent(key, mail);
      setSentCount((count) => count + 1);
      offer(message);
      void client.invalidateQueries({ queryKey: ticketKey(ticket.number) });
    } catch (error) {
      writeMail(key, rejoined(mail, readMail(key)));
      fail(error, t('reply.kept'));
    } finally {
      setPending(null);
    }
  };
  return { drafts, pending, sentCount, send };
}

export type Writing = ReturnType<typeof useWriting>;

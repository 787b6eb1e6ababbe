import { z } from 'zod';
import { instant, noContent, requiredText, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { mailAddress, message, replyTarget } from './messages.ts';

const megabyte = 1024 * 1024;

/** What one mail may hold. */
export const sendingLimits = {
  recipients: 50,
  attachments: 100,
  uploadBytes: 25 * megabyte,
  /** All attachments together. */
  mailBytes: 30 * megabyte,
  text: 200_000,
  /** How far ahead a mail may be scheduled. */
  daysAhead: 366,
} as const;

/** Pictures that may stand in the text; others are attachments. */
export const inlinePictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

/** How a picture stands in a text: `![name](cid:<upload id>)`. */
export const inlineMark = /!\[([^\][\n]*)\]\(cid:(\d{1,39})\)/g;

const recipients = z
  .array(z.object({ name: textUpTo(300).optional(), address: textUpTo(320) }))
  .max(sendingLimits.recipients, { error: 'too_many_recipients' });

/** An instant that a caller chose, with its offset or in UTC. */
const chosenInstant = z.iso.datetime({ offset: true, error: 'not_a_date' });

const outgoing = {
  cc: recipients.optional(),
  /** Not before then; else after the seconds in which it can be taken back. */
  send_at: chosenInstant.optional(),
  from_mailbox_id: requestId.optional(),
};

const attached = z
  .array(requestId)
  .max(sendingLimits.attachments, { error: 'too_many_attachments' })
  .optional();

export const replyToTicket = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/replies',
  summary: 'Reply to the customer by e-mail, and optionally change the status',
  description:
    'The message waits some seconds in the outbox (`delivery.next_attempt_at`), in which it can be taken back, or until `send_at`; then the worker sends it. Without `to` it goes where `reply-target` says. Pictures stand in the text as `![name](cid:<upload id>)` and are uploads with `is_inline`. A status that comes with a scheduled reply is set when the reply has been accepted and nobody waits. 409 `no_recipient` when nobody is named and the ticket has no e-mail address, `no_sending_address` when the tenant has no mailbox, 413 `attachments_too_large`.',
  tag: 'messages',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  body: z.object({
    text: requiredText(sendingLimits.text),
    status: requestId.optional(),
    to: recipients.optional(),
    ...outgoing,
    attachment_ids: attached,
    /** The mail of the ticket that is answered; the customer's last one unless given. */
    answers: requestId.optional(),
  }),
  status: 201,
  answer: message,
});

export const forwardMessage = endpoint({
  method: 'POST',
  url: '/api/messages/:id/forward',
  summary: 'Forward a message of a ticket to somebody else: it answers no customer',
  description: 'The message is quoted below the text. What is answered to it comes to the same ticket.',
  tag: 'messages',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  body: z.object({
    to: recipients.min(1, { error: 'required' }),
    ...outgoing,
    text: textUpTo(sendingLimits.text).default(''),
    /** The attachments of the forwarded message go along. */
    include_attachments: z.boolean().default(true),
    attachment_ids: attached,
  }),
  status: 201,
  answer: message,
});

export const readReplyTarget = endpoint({
  method: 'GET',
  url: '/api/tickets/:id/reply-target',
  summary: 'What a reply would say in its headers: from, to, and whom "reply all" adds',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  query: z.object({ answers: requestId.optional() }),
  answer: replyTarget.extend({
    /** The other recipients of the answered mail, without our own addresses. */
    cc: z.array(mailAddress),
    /** The mailboxes that a mail may be sent from; the first is what is used unless another is named. */
    mailboxes: z.array(z.object({ id: answerId, name: z.string(), address: z.string() })),
    undo_seconds: z.number(),
  }),
});

export const upload = z.object({
  id: answerId,
  name: z.string(),
  media_type: z.string(),
  size_bytes: z.number(),
  is_inline: z.boolean(),
});
export type Upload = z.infer<typeof upload>;

export const addUpload = endpoint({
  method: 'POST',
  url: '/api/uploads',
  summary: 'A file that a mail will carry: its bytes are the body, its media type the Content-Type',
  description:
    'Only its own user can send it. Thrown away after seven days unless it was sent. 413 `upload_too_large` over 25 MB.',
  tag: 'messages',
  access: 'tickets:write',
  query: z.object({
    name: textUpTo(1000).default(''),
    /** A picture that will stand in the text: PNG, JPEG, GIF or WebP. */
    is_inline: z
      .enum(['true', 'false'])
      .default('false')
      .transform((word) => word === 'true'),
  }),
  bodyType: 'application/octet-stream',
  status: 201,
  answer: upload,
});

export const removeUpload = endpoint({
  method: 'DELETE',
  url: '/api/uploads/:id',
  summary: 'Throw an upload away that was not sent',
  tag: 'messages',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  status: 204,
  answer: noContent,
});

export const unsendMessage = endpoint({
  method: 'POST',
  url: '/api/messages/:id/unsend',
  summary: 'Take a mail back that has not left; what it held is answered, to be written on',
  description:
    'It leaves the conversation and a line of the history stays. A status that was set with it is set back. Its uploads are free again. So it is with one that waits for another attempt; where some have it, or may have it, it stays (`is_kept`) and nobody else gets it. 409 `already_sent` while it is being sent, and after that.',
  tag: 'messages',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  answer: z.object({
    ticket_id: answerId,
    /** Some of its recipients have it, or a server may have kept it: it stays where it is, and is sent no more. */
    is_kept: z.boolean(),
    /** Not null: it was a forward of that message. */
    forwarded_id: answerId.nullable(),
    text: z.string(),
    to: z.array(mailAddress),
    cc: z.array(mailAddress),
    from_mailbox_id: answerId.nullable(),
    attachments: z.array(upload),
    include_attachments: z.boolean(),
    status: answerId.nullable(),
    send_at: instant.nullable(),
  }),
});

export const sendNow = endpoint({
  method: 'POST',
  url: '/api/messages/:id/send-now',
  summary: 'Send a mail now that waits for its time, or for another attempt',
  description: '409 `already_sent` while it is being sent, and after that.',
  tag: 'messages',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  status: 204,
  answer: noContent,
});

export const readRendered = endpoint({
  method: 'GET',
  url: '/api/messages/:id/rendered',
  summary: 'What the recipient really got: the mail that was sent, read by our own reader',
  description:
    '`html` is a whole sanitised document for a sandboxed frame; the same is at `/rendered/html` with its policy. 404 before the mail was made.',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  answer: z.object({
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    text: z.string(),
    html: z.string().nullable(),
    attachments: z.array(z.object({ name: z.string(), media_type: z.string(), size_bytes: z.number() })),
    size_bytes: z.number(),
  }),
});

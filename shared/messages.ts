import { z } from 'zod';
import { bounced, cursor, instant, noContent, requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';

export const messageChannels = ['email', 'phone', 'api', 'form', 'note'] as const;
export const directions = ['inbound', 'outbound', 'internal'] as const;

/** Who did something: a user, an API client, the customer, or Pniya itself. */
export const actor = z.object({
  kind: z.enum(['user', 'client', 'customer', 'system']),
  id: answerId.nullable(),
  name: z.string(),
});
export type ActorShown = z.infer<typeof actor>;

/** What a mail is when no person wrote it to be answered; a `bulk` one may still be somebody's word. */
export const mailKinds = ['bounce', 'delay', 'receipt', 'feedback', 'auto_reply', 'bulk'] as const;

/** What a message of the conversation is besides: a program's mail, or a mail of ours to somebody who is not the customer. */
export const messageKinds = [...mailKinds, 'forward'] as const;

export const mailAddress = z.object({ name: z.string(), address: z.string() });

export const attachment = z.object({
  id: answerId,
  name: z.string(),
  media_type: z.string(),
  size_bytes: z.number(),
  is_inline: z.boolean(),
});
export type Attachment = z.infer<typeof attachment>;

/** What became of a mail at one of its recipients. */
const recipientOutcome = z.object({
  address: z.string(),
  /** `withdrawn`: a person stopped it before their server took it. */
  state: z.enum(['accepted', 'refused', 'waiting', 'withdrawn']),
  said: z.string(),
});
export type RecipientOutcome = Readonly<z.infer<typeof recipientOutcome>>;

/** What became of an outgoing message. `sent` means accepted by the recipient's mail server, whose words are in server_answer. */
export const delivery = z.object({
  state: z.enum(['queued', 'sent', 'failed', 'bounced']),
  attempts: z.number(),
  next_attempt_at: instant.nullable(),
  server_answer: z.string().nullable(),
  /** Under which the server that took it knows it, as far as its answer says. */
  queue_id: z.string().nullable(),
  /** Scheduled by a person for then. */
  send_at: instant.nullable(),
  /** It can be taken back (see unsend): it waits for its time, or for another attempt. */
  can_unsend: z.boolean(),
  /** The mail as it was sent is kept: see rendered and source. */
  has_source: z.boolean(),
  /** What was said of each recipient where they did not all fare alike; else empty. */
  recipients: z.array(recipientOutcome),
  accepted_at: instant.nullable(),
  failed_at: instant.nullable(),
  bounced_at: instant.nullable(),
  /** What mail servers said of it later, in the order in which it came. */
  reports: z.array(
    z.object({
      kind: z.enum(['bounce', 'delay']),
      /** As the report names it; '' where it names nobody. */
      address: z.string(),
      status: z.string().nullable(),
      said: z.string(),
      /** The message that says so. */
      reported_by: answerId,
      at: instant,
    }),
  ),
});
export type Delivery = z.infer<typeof delivery>;

export const message = z.object({
  id: answerId,
  channel: z.enum(messageChannels),
  direction: z.enum(directions),
  author: actor,
  is_automatic: z.boolean(),
  kind: z.enum(messageKinds).nullable(),
  /** The whole text, unless `is_cut`. What folds is a matter of show: visible_characters (UTF-16) of it come before the quoted part. */
  text: z.string(),
  visible_characters: z.number(),
  /** Of a conversation: only its beginning stands here, since it is very long. The whole is at GET /api/messages/{id}. */
  is_cut: z.boolean(),
  /** An HTML version exists: see GET /api/messages/{id}/html. */
  has_html: z.boolean(),
  html_bytes: z.number().nullable(),
  has_remote_images: z.boolean(),
  /** What a mail claims to be (S/MIME or PGP); nothing is verified, and nothing encrypted is opened. */
  protection: z.enum(['signed', 'encrypted']).nullable(),
  from: mailAddress.nullable(),
  to: z.array(mailAddress),
  cc: z.array(mailAddress),
  subject: z.string().nullable(),
  created_at: instant,
  sent_at: instant.nullable(),
  attachments: z.array(attachment),
  delivery: delivery.nullable(),
  /** The ledger row it came by. */
  intake_id: answerId.nullable(),
  /** Of a forward: the message that it passes on. */
  forwarded_id: answerId.nullable(),
  /** Something in it named a ticket: see GET /api/messages/{id}/threading. */
  has_threading: z.boolean(),
});
export type Message = z.infer<typeof message>;

const ticketParams = z.object({ id: requestId });

export const listMessages = endpoint({
  method: 'GET',
  url: '/api/tickets/:id/messages',
  summary: 'A ticket’s conversation, oldest first; without a cursor its last page',
  tag: 'messages',
  access: 'tickets:read',
  params: ticketParams,
  query: z.object({ before: cursor.optional() }),
  answer: z.object({ items: z.array(message), before: cursor.nullable() }),
});

export const readMessageWhole = endpoint({
  method: 'GET',
  url: '/api/messages/:id',
  summary: 'A message with all of its text',
  tag: 'messages',
  access: 'tickets:read',
  params: ticketParams,
  answer: message,
});

export const addNote = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/notes',
  summary: 'Add an inner note that the customer never sees',
  tag: 'messages',
  access: 'tickets:write',
  params: ticketParams,
  body: z.object({ text: requiredText(200_000) }),
  status: 201,
  answer: message,
});

export const retryDelivery = endpoint({
  method: 'POST',
  url: '/api/messages/:id/retry',
  summary: 'Send a message again that was refused or came back',
  tag: 'messages',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  status: 204,
  answer: noContent,
});

export const markNotArrived = endpoint({
  method: 'POST',
  url: '/api/messages/:id/not-arrived',
  summary: 'Say that an accepted message did not arrive: it handles nothing any more',
  description:
    'For reports of mail servers that name no mail of ours. 409 `not_sent` when it was not accepted, or came back already.',
  tag: 'messages',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  status: 204,
  answer: noContent,
});

export const threadingSignals = [
  'token',
  'remembered',
  'reference',
  'number',
  'bare_number',
  'participant',
  'copied',
  'domain',
] as const;

export const readThreading = endpoint({
  method: 'GET',
  url: '/api/messages/:id/threading',
  summary: 'Why a mail stands on its ticket: the tickets that it named, and what spoke for each',
  description: '404 when nothing in the mail named a ticket.',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  answer: z.object({
    /** Who has at least this many points, has the mail. */
    bar: z.number(),
    /** The ticket that it was put on; null: it opened one of its own. */
    joined: answerId.nullable(),
    /** Where it was suggested to belong. */
    maybe: answerId.nullable(),
    /** Best first. */
    candidates: z.array(
      z.object({
        ticket_id: answerId,
        number: z.number(),
        points: z.number(),
        signals: z.array(
          z.object({
            signal: z.enum(threadingSignals),
            points: z.number(),
            /** What of the mail it is. */
            by: z.string(),
          }),
        ),
      }),
    ),
  }),
});

/** What the reply box says before it sends. Null parts say why nothing can be sent. */
export const replyTarget = z.object({
  from: mailAddress.nullable(),
  to: mailAddress.nullable(),
  /** The last reply to that address came back, and none was accepted since. */
  bounced: bounced.nullable(),
});
export type ReplyTarget = z.infer<typeof replyTarget>;

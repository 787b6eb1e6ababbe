import { z } from 'zod';
import { instant, optionalText, optionalWord, queryInstant, requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, filterId, idGiven, optionalRequestId, requestId } from './id.ts';
import { limits, ticketChannel } from './tickets.ts';
import { keyPaging, pageOf } from './v2-page.ts';

/** "" and null mean "not given" for every optional key; unknown keys are ignored: published clients send both. */
const createBody = z.object({
  account_id: optionalRequestId.describe(
    'The customer’s account; without it the customer is found by e-mail, then by phone',
  ),
  subject: requiredText(limits.subject).describe('The inquiry’s subject, 500 characters at most'),
  msg: optionalText(limits.msg).describe('The inquiry’s content, 200,000 characters at most'),
  owner: optionalRequestId.describe('The responsible user, of GET /v2/users'),
  department_id: optionalRequestId.describe('Of GET /v2/tickets/departments'),
  priority_id: optionalRequestId.describe('Of GET /v2/tickets/priorities'),
  status: requestId.describe('Of GET /v2/tickets/statuses'),
  phone: optionalText(100).describe('The customer’s phone number, in any spelling, 100 characters at most'),
  email: optionalText(254).describe('The customer’s e-mail address, 254 characters at most'),
});
export type CreateTicket = z.output<typeof createBody>;

/** The ids in a body, whatever else is wrong with it; null for what is not given, and for what is no id. */
export function ticketIdsIn(body: unknown) {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Partial<
    Record<keyof CreateTicket, unknown>
  >;
  return {
    status: idGiven(given.status),
    owner: idGiven(given.owner),
    department_id: idGiven(given.department_id),
    priority_id: idGiven(given.priority_id),
    account_id: idGiven(given.account_id),
  };
}

export const createTicket = endpoint({
  method: 'POST',
  url: '/v2/tickets/create',
  summary: 'יצירת טיקט · Create a ticket',
  description:
    'The whole body may be 1 MiB. With no `account_id` the customer is found by e-mail, then by phone in any spelling, or made of them. The same `Idempotency-Key` with another body is 422. A refused body is kept in the ledger as `rejected`.',
  tag: 'tickets',
  access: 'tickets:write',
  headers: {
    'Idempotency-Key':
      'Up to 200 characters of your choice: the same key and body again gets the first answer and no second ticket',
  },
  body: createBody.meta({
    example: {
      account_id: '',
      subject: 'my subject',
      msg: 'my description',
      owner: '',
      department_id: '',
      priority_id: '',
      status: '233476065495939904005866822871905093425',
      phone: '0549255555',
      email: '',
    },
  }),
  status: 201,
  answer: z.object({ id: answerId, message: z.string(), ticket_status: answerId }).meta({
    example: {
      id: '271911966272026940869079307116515873576',
      message: 'טיקט נוצר בהצלחה',
      ticket_status: '233476065495939904005866822871905093425',
    },
  }),
  answerHeaders: { Location: 'Address of the new ticket' },
  keepsRefused: true,
});

export const v2Ticket = z.object({
  id: answerId,
  number: z.number(),
  subject: z.string(),
  channel: ticketChannel,
  account_id: answerId.nullable(),
  owner: answerId.nullable(),
  department_id: answerId.nullable(),
  priority_id: answerId.nullable(),
  status: answerId,
  phone: z.string().nullable(),
  email: z.string().nullable(),
  /** Since when the customer waits for us; null when nobody waits. */
  waiting_since: instant.nullable(),
  is_handled: z.boolean(),
  /** The ticket that this one was merged into: its messages are there. */
  merged_into: answerId.nullable(),
  created: instant,
  updated: instant,
});
export type V2Ticket = z.infer<typeof v2Ticket>;

export const listTicketsV2 = endpoint({
  method: 'GET',
  url: '/v2/tickets',
  summary: 'Tickets, oldest first (by last change when `updated_since` is given)',
  description:
    'Follow the `next` link to its end. To hear of changes, ask again with the newest `updated` you have seen less a minute as `updated_since`: what is being written at this moment may show up with a slightly earlier time.',
  tag: 'tickets',
  access: 'tickets:read',
  query: z.object({
    status: filterId,
    department_id: filterId,
    priority_id: filterId,
    owner: filterId,
    account_id: filterId,
    updated_since: z
      .union([z.literal('').transform(() => undefined), queryInstant])
      .optional()
      .meta(queryInstant.meta() ?? {}),
    ...keyPaging,
  }),
  answer: pageOf(v2Ticket),
  isTagged: true,
});

const ticketParams = z.object({ id: requestId });

export const readTicketV2 = endpoint({
  method: 'GET',
  url: '/v2/tickets/:id',
  summary: 'One ticket',
  tag: 'tickets',
  access: 'tickets:read',
  params: ticketParams,
  answer: v2Ticket,
  isTagged: true,
});

export const changeTicketV2 = endpoint({
  method: 'PUT',
  url: '/v2/tickets/:id',
  summary: 'Change a ticket: a key that is not sent stays as it is, `""` or null empties it',
  description:
    'A status of type closed on a ticket that is not handled is 409 `reason_required`: people record such reasons in the console. A ticket that was merged into another is changed no more (409 `ticket_merged`). The answer shows the ticket, so `tickets:read` is needed too.',
  tag: 'tickets',
  access: 'tickets:write',
  alsoNeeds: 'tickets:read',
  params: ticketParams,
  body: z.object({
    subject: requiredText(limits.subject).optional(),
    status: requestId.optional(),
    owner: optionalRequestId.optional(),
    department_id: optionalRequestId.optional(),
    priority_id: optionalRequestId.optional(),
    account_id: optionalRequestId.optional(),
  }),
  answer: v2Ticket,
});

export const v2Message = z.object({
  id: answerId,
  channel: z.string(),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  msg: z.string(),
  from: z.string().nullable(),
  subject: z.string().nullable(),
  created: instant,
  delivery: z.enum(['queued', 'sent', 'failed', 'bounced']).nullable(),
});

export const listMessagesV2 = endpoint({
  method: 'GET',
  url: '/v2/tickets/:id/messages',
  summary: 'A ticket’s messages, oldest first',
  description: 'A page of long messages ends before its limit: follow the `next` link.',
  tag: 'tickets',
  access: 'tickets:read',
  params: ticketParams,
  query: z.object(keyPaging),
  answer: pageOf(v2Message),
  isTagged: true,
});

export const addMessageV2 = endpoint({
  method: 'POST',
  url: '/v2/tickets/:id/messages',
  summary: 'Add the customer’s words (`inbound`, starts the clock again) or an inner note (`internal`)',
  description:
    'Words with an `Idempotency-Key` that was used for other words to the same ticket are 422. Words to a ticket that was merged into another are added to that one; notes are 409 `ticket_merged`.',
  tag: 'tickets',
  access: 'tickets:write',
  headers: {
    'Idempotency-Key': 'Of the customer’s words: the same key and body again gets the first answer',
  },
  params: ticketParams,
  body: z.object({
    msg: requiredText(limits.msg),
    direction: optionalWord(['inbound', 'internal'])
      .transform((given) => given ?? 'inbound')
      .meta({ default: 'inbound' }),
  }),
  status: 201,
  answer: z.object({ id: answerId, message: z.string() }),
  keepsRefused: true,
});

export const v2Event = z.object({
  id: answerId,
  kind: z.string(),
  actor: z.string(),
  at: instant,
  detail: z.record(z.string(), z.unknown()),
});

export const listEventsV2 = endpoint({
  method: 'GET',
  url: '/v2/tickets/:id/events',
  summary: 'A ticket’s history, oldest first',
  tag: 'tickets',
  access: 'tickets:read',
  params: ticketParams,
  query: z.object(keyPaging),
  answer: pageOf(v2Event),
  isTagged: true,
});

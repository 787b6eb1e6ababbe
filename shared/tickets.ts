import { z } from 'zod';
import { account, accountCard } from './accounts.ts';
import { cursor, instant, named, optionalText, requiredText, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, optionalRequestId, requestId } from './id.ts';
import { actor, message, replyTarget } from './messages.ts';

export const ticketChannels = ['email', 'phone', 'api', 'form'] as const;
export const ticketChannel = z.enum(ticketChannels);

/** Reasons why no answer is due. `other` needs words of its own. */
export const noAnswerReasons = [
  'spam',
  'no_question',
  'answered_elsewhere',
  'duplicate',
  'wrong_address',
  'other',
] as const;
export const noAnswerReason = z.enum(noAnswerReasons);
/** The reason of a ticket that was opened from a call and taken back; nobody chooses it. */
export const openedByMistake = 'opened_by_mistake';

export const limits = { subject: 500, msg: 200_000 } as const;

/** A row of a list of tickets. */
export const ticketRow = z.object({
  id: answerId,
  number: z.number(),
  subject: z.string(),
  channel: ticketChannel,
  account: named.nullable(),
  /** How the customer is shown when no account is linked: the name, address or phone they gave. */
  sender: z.string().nullable(),
  owner_id: answerId.nullable(),
  department_id: answerId.nullable(),
  priority_id: answerId.nullable(),
  status_id: answerId,
  waiting_since: instant.nullable(),
  created_at: instant,
  updated_at: instant,
});
export type TicketRow = z.infer<typeof ticketRow>;

/** Why a ticket counts as handled. */
export const handling = z.object({
  id: answerId,
  kind: z.enum(['reply', 'call', 'reason']),
  at: instant,
  actor,
  reason: z.string().nullable(),
  message_id: answerId.nullable(),
  server_answer: z.string().nullable(),
});

/** Another ticket that one has to do with. */
export const ticketLink = z.object({
  id: answerId,
  number: z.number(),
  subject: z.string(),
  account_name: z.string().nullable(),
});
export type TicketLink = z.infer<typeof ticketLink>;

/** `handled`: nothing of the customer's is without a handling after it. Never the same as "closed". */
export const ticket = ticketRow.extend({
  phone: z.string().nullable(),
  email: z.string().nullable(),
  is_handled: z.boolean(),
  handling: handling.nullable(),
  closed_at: instant.nullable(),
  reply_target: replyTarget,
  /** The ticket that its mail may belong to, until somebody decides. */
  maybe: ticketLink.nullable(),
  /** Where all of it went: a merged ticket is read and found, and not changed any more. */
  merged_into: ticketLink.nullable(),
});
export type Ticket = z.infer<typeof ticket>;

export const ticketViews = ['waiting', 'mine', 'all'] as const;

export const listTickets = endpoint({
  method: 'GET',
  url: '/api/tickets',
  summary: 'A view of tickets, paged by key',
  description:
    '`waiting`: who waits for us, longest first. `mine`: mine that are not closed, newest first. `all`: newest first. `owner` may be `none`.',
  tag: 'tickets',
  access: 'tickets:read',
  query: z.object({
    view: z.enum(ticketViews).default('waiting'),
    status: requestId.optional(),
    department: requestId.optional(),
    priority: requestId.optional(),
    owner: z.union([z.literal('none'), requestId]).optional(),
    number: z.coerce.number().int().positive().optional(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(ticketRow), after: cursor.nullable() }),
});

export const countTickets = endpoint({
  method: 'GET',
  url: '/api/tickets/counts',
  summary: 'How many wait for us, counted up to 1,000',
  tag: 'tickets',
  access: 'tickets:read',
  answer: z.object({
    waiting: z.number(),
    mine: z.number(),
    unassigned: z.number(),
    quarantined: z.number(),
  }),
});

export const readTicket = endpoint({
  method: 'GET',
  url: '/api/tickets/:number',
  summary: 'One ticket by its number: everything its page shows',
  tag: 'tickets',
  access: 'tickets:read',
  params: z.object({ number: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  answer: z.object({
    ticket,
    messages: z.array(message),
    /** Cursor of the older messages, null when all are here. */
    before: cursor.nullable(),
    account: accountCard.nullable(),
    /** Accounts that may be the customer's, when none is linked. */
    candidates: z.array(account),
  }),
});
export type TicketPage = z.infer<(typeof readTicket)['answer']>;

export const openTicket = endpoint({
  method: 'POST',
  url: '/api/tickets',
  summary: 'A new ticket by hand: what a customer said at the counter, on the phone or on a form',
  tag: 'tickets',
  access: 'tickets:write',
  body: z.object({
    channel: z.enum(['phone', 'form']),
    subject: requiredText(limits.subject),
    text: textUpTo(limits.msg).default(''),
    account_id: optionalRequestId,
    /** Makes a new account when no account_id is given and no account has the phone or e-mail. */
    name: optionalText(300),
    phone: optionalText(100),
    email: optionalText(254),
    owner: optionalRequestId,
    department_id: optionalRequestId,
    priority_id: optionalRequestId,
    status: optionalRequestId,
  }),
  status: 201,
  answer: z.object({ id: answerId, number: z.number() }),
});

/** Why no answer is due; `text` is required for `other`. */
export const dueReason = z.object({ code: noAnswerReason, text: optionalText(1000) });

export const changeTicket = endpoint({
  method: 'PATCH',
  url: '/api/tickets/:id',
  summary: 'Change a ticket',
  description:
    'Closing a ticket that is not handled demands `reason` (409 `reason_required`). Answers the history lines it made: undo takes one of them.',
  tag: 'tickets',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  body: z.object({
    status: requestId.optional(),
    owner: requestId.nullable().optional(),
    department_id: requestId.nullable().optional(),
    priority_id: requestId.nullable().optional(),
    account_id: requestId.nullable().optional(),
    subject: requiredText(limits.subject).optional(),
    reason: dueReason.optional(),
  }),
  answer: z.object({ ticket, event_ids: z.array(answerId) }),
});

export const recordNoAnswerDue = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/no-answer-due',
  summary: 'Record why no answer is due: the ticket counts as handled until the customer writes again',
  tag: 'tickets',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  body: dueReason,
  answer: z.object({ ticket, event_ids: z.array(answerId) }),
});

export const undoEvents = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/undo',
  summary: 'Take back changes of mine, named by their history lines',
  description: '409 `changed_since` when something else changed the same field after it.',
  tag: 'tickets',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  body: z.object({ event_ids: z.array(requestId).min(1).max(10) }),
  answer: z.object({ ticket }),
});

export const dismissMaybe = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/not-related',
  summary: 'Say that a ticket does not belong where its mail may have',
  description: '409 `nothing_suggested` when nothing is suggested any more.',
  tag: 'tickets',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  answer: z.object({ ticket, event_ids: z.array(answerId) }),
});

/** A line of a ticket's history; `detail` depends on kind: `{from, to}` for changes, ids of lists as decimal strings. */
export const event = z.object({
  id: answerId,
  kind: z.string(),
  actor,
  at: instant,
  detail: z.record(z.string(), z.unknown()),
});
export type TicketEvent = z.infer<typeof event>;

export const listEvents = endpoint({
  method: 'GET',
  url: '/api/tickets/:id/events',
  summary: 'A ticket’s history, newest first',
  tag: 'tickets',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  query: z.object({ before: cursor.optional() }),
  answer: z.object({ items: z.array(event), before: cursor.nullable() }),
});

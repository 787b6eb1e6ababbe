import { z } from 'zod';
import { requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { limits, ticket, ticketLink, ticketRow } from './tickets.ts';

const params = z.object({ id: requestId });
const messageIds = z.array(requestId).min(1, { error: 'required' }).max(500);

/** The ticket that was left, the one where the messages are now, and the history lines that undo takes. */
const moved = z.object({ ticket, to: ticketLink, event_ids: z.array(answerId) });

export const moveMessages = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/move',
  summary: 'Move messages to another ticket',
  description:
    'Evidence and ledger rows go along; a word that waited goes on waiting. When they are all there is, the ticket is merged into ' +
    'the other. 409 `same_ticket`, `ticket_merged`.',
  tag: 'tickets',
  access: 'tickets:write',
  params,
  body: z.object({ message_ids: messageIds, to: requestId }),
  answer: moved,
});

export const splitTicket = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/split',
  summary: 'Make a ticket of its own of some messages',
  description: '409 `nothing_left` when no message would stay, `ticket_merged`.',
  tag: 'tickets',
  access: 'tickets:write',
  params,
  body: z.object({ message_ids: messageIds, subject: requiredText(limits.subject).optional() }),
  answer: moved,
});

export const mergeTicket = endpoint({
  method: 'POST',
  url: '/api/tickets/:id/merge',
  summary: 'Merge a ticket into another: all that it has goes there, and its number leads there',
  description: '409 `same_ticket`, `ticket_merged`.',
  tag: 'tickets',
  access: 'tickets:write',
  params,
  body: z.object({ into: requestId }),
  answer: moved,
});

export const listOtherTickets = endpoint({
  method: 'GET',
  url: '/api/tickets/:id/others',
  summary: 'Where messages of a ticket may go: the same customer’s tickets, open ones first, or by number',
  tag: 'tickets',
  access: 'tickets:read',
  params,
  query: z.object({ number: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional() }),
  answer: z.object({ items: z.array(ticketRow.extend({ is_closed: z.boolean() })) }),
});

import { z } from 'zod';
import { cursor, instant, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId } from './id.ts';

/** A piece of a text; `is_hit`: one of the words that were looked for. */
export const textPart = z.object({ text: z.string(), is_hit: z.boolean() });
export type TextPart = z.infer<typeof textPart>;

export const foundTicket = z.object({
  id: answerId,
  number: z.number(),
  subject: z.array(textPart),
  /** The account’s name, else the address or phone that was given. */
  customer: z.array(textPart),
  status_id: answerId,
  waiting_since: instant.nullable(),
  created_at: instant,
  /** Where in its messages the words stand; empty when they are elsewhere. */
  snippet: z.array(textPart),
});
export type FoundTicket = z.infer<typeof foundTicket>;

export const searchTickets = endpoint({
  method: 'GET',
  url: '/api/search/tickets',
  summary: 'Tickets by words of subject, customer and messages, by number, or by any tail of a phone number',
  description:
    'All words must be there. The ticket of exactly this number comes first, then those with the words as they were written ' +
    '(the last one may be a beginning), newest first, then those with other prefixes or endings. Niqqud, final letters, geresh ' +
    'and letter case count for nothing. New words are found about a second after they were written.',
  tag: 'search',
  access: 'tickets:read',
  query: z.object({
    q: textUpTo(300),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answer: z.object({ items: z.array(foundTicket), after: cursor.nullable() }),
});

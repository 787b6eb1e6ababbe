import { z } from 'zod';
import { bounced, instant, noContent, optionalText, requiredText, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { actor } from './messages.ts';
import { givenName } from './names.ts';

/** A phone or address of an account: `value` in its one normal spelling, `shown` for people (phones in national form). */
export const contact = z.object({
  kind: z.enum(['email', 'phone']),
  value: z.string(),
  shown: z.string(),
  bounced: bounced.nullable(),
});

export const account = z.object({
  id: answerId,
  name: z.string(),
  company: z.string().nullable(),
  contacts: z.array(contact),
});
export type Account = z.infer<typeof account>;

export const accountNote = z.object({ id: answerId, text: z.string(), author: actor, created_at: instant });

/** The customer's card beside a ticket. */
export const accountCard = account.extend({
  /** Of a person whose first name we know; a name is never taken apart. */
  first_name: z.string().nullable(),
  owner_id: answerId.nullable(),
  status_id: answerId.nullable(),
  type_id: answerId.nullable(),
  created_at: instant,
  city: z.string().nullable(),
  address: z.string().nullable(),
  website: z.string().nullable(),
  notes: z.array(accountNote),
  /** The account's newest tickets, 20 at most. */
  tickets: z.array(
    z.object({
      id: answerId,
      number: z.number(),
      subject: z.string(),
      status_id: answerId,
      waiting_since: instant.nullable(),
      created_at: instant,
    }),
  ),
});
export type AccountCard = z.infer<typeof accountCard>;

export const readAccount = endpoint({
  method: 'GET',
  url: '/api/accounts/:id',
  summary: 'A customer’s card',
  tag: 'accounts',
  access: 'accounts:read',
  params: z.object({ id: requestId }),
  answer: accountCard,
});

export const findAccounts = endpoint({
  method: 'GET',
  url: '/api/accounts',
  summary:
    'Accounts by a part of their name, company, e-mail (of one or two letters: a beginning) or phone (any tail of its digits); best 20',
  tag: 'accounts',
  access: 'accounts:read',
  query: z.object({ q: textUpTo(100) }),
  answer: z.object({ items: z.array(account) }),
});

export const openAccount = endpoint({
  method: 'POST',
  url: '/api/accounts',
  summary: 'A new account by hand',
  tag: 'accounts',
  access: 'accounts:write',
  body: z.object({
    name: givenName(300),
    company: optionalText(300),
    phone: optionalText(100),
    email: optionalText(254),
  }),
  status: 201,
  answer: z.object({ id: answerId }),
});

export const changeAccount = endpoint({
  method: 'PATCH',
  url: '/api/accounts/:id',
  summary: 'Change an account’s name, company, contacts',
  tag: 'accounts',
  access: 'accounts:write',
  params: z.object({ id: requestId }),
  body: z.object({
    name: givenName(300).optional(),
    company: optionalText(300).optional(),
    phones: z.array(requiredText(100)).max(50).optional(),
    emails: z.array(requiredText(254)).max(50).optional(),
  }),
  status: 204,
  answer: noContent,
});

export const addAccountNote = endpoint({
  method: 'POST',
  url: '/api/accounts/:id/notes',
  summary: 'Add a note about the customer',
  tag: 'accounts',
  access: 'accounts:write',
  params: z.object({ id: requestId }),
  body: z.object({ text: requiredText(4000) }),
  status: 201,
  answer: z.object({ id: answerId }),
});

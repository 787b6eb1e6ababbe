import { z } from 'zod';
import { instant, noContent } from './common.ts';
import { endpoint } from './endpoint.ts';

/** With what the mail of a domain is signed. The private key is never answered. */
export const dkimKey = z.object({
  domain: z.string(),
  /** The record that has to stand in the DNS: a TXT record. */
  record_name: z.string(),
  record_value: z.string(),
  /** What is sent from the domain is signed. */
  is_active: z.boolean(),
  created_at: instant,
  checked_at: instant.nullable(),
  /** What was wrong with the record: a code of the problems; null: it was right, or was not looked at yet. */
  problem: z.string().nullable(),
});
export type DkimKey = z.infer<typeof dkimKey>;

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, { error: 'too_long' })
  .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, { error: 'invalid' });
const params = z.object({ domain });

export const listDkimKeys = endpoint({
  method: 'GET',
  url: '/api/dkim-keys',
  summary: 'Domains of the mailboxes, and the keys with which their mail is signed',
  tag: 'mailboxes',
  access: 'settings:read',
  answer: z.object({
    items: z.array(dkimKey),
    /** Domains of mailboxes that have no key. */
    without: z.array(z.string()),
  }),
});

export const addDkimKey = endpoint({
  method: 'POST',
  url: '/api/dkim-keys',
  summary: 'Make a key for a domain of the mailboxes; nothing is signed until it is active',
  tag: 'mailboxes',
  access: 'settings:write',
  body: z.object({ domain }),
  status: 201,
  answer: dkimKey,
});

export const checkDkimKey = endpoint({
  method: 'POST',
  url: '/api/dkim-keys/:domain/check',
  summary: 'Look the record up in the DNS',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  answer: dkimKey,
});

export const changeDkimKey = endpoint({
  method: 'PATCH',
  url: '/api/dkim-keys/:domain',
  summary:
    'Sign the mail of a domain, or no longer; 422 with a `dkim_…` reason while its record is not right',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  body: z.object({ is_active: z.boolean() }),
  answer: dkimKey,
});

export const removeDkimKey = endpoint({
  method: 'DELETE',
  url: '/api/dkim-keys/:domain',
  summary: 'Forget a key; what its domain sends is signed no longer',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  status: 204,
  answer: noContent,
});

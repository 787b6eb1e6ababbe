import { z } from 'zod';
import { instant, noContent } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, optionalRequestId, requestId } from './id.ts';
import { givenName } from './names.ts';
import { emailAddress } from './users.ts';

export const mailbox = z.object({
  id: answerId,
  name: z.string(),
  /** The first is the address that replies are sent from. */
  addresses: z.array(z.string()),
  department_id: answerId.nullable(),
  priority_id: answerId.nullable(),
  is_active: z.boolean(),
  created_at: instant,
  last_received_at: instant.nullable(),
});
export type Mailbox = z.infer<typeof mailbox>;

const addresses = z.array(emailAddress).min(1, { error: 'required' }).max(50);

export const listMailboxes = endpoint({
  method: 'GET',
  url: '/api/mailboxes',
  summary: 'Mailboxes',
  tag: 'mailboxes',
  access: 'settings:read',
  answer: z.object({ items: z.array(mailbox) }),
});

export const addMailbox = endpoint({
  method: 'POST',
  url: '/api/mailboxes',
  summary: 'Add a mailbox: mail to its addresses is accepted by SMTP from now on',
  description: '409 `address_taken` when an address belongs to another mailbox.',
  tag: 'mailboxes',
  access: 'settings:write',
  body: z.object({
    name: givenName(100),
    addresses,
    department_id: optionalRequestId,
    priority_id: optionalRequestId,
  }),
  status: 201,
  answer: z.object({ id: answerId }),
});

export const changeMailbox = endpoint({
  method: 'PATCH',
  url: '/api/mailboxes/:id',
  summary: 'Change a mailbox; an inactive one refuses mail (550)',
  tag: 'mailboxes',
  access: 'settings:write',
  params: z.object({ id: requestId }),
  body: z.object({
    name: givenName(100).optional(),
    addresses: addresses.optional(),
    department_id: requestId.nullable().optional(),
    priority_id: requestId.nullable().optional(),
    is_active: z.boolean().optional(),
  }),
  status: 204,
  answer: noContent,
});

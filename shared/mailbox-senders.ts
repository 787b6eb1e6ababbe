import { z } from 'zod';
import { instant, noContent, requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { requestId } from './id.ts';
import { hostName, securities } from './mail-servers.ts';
import { givenName } from './names.ts';
import { emailAddress } from './users.ts';

export const senderSignIns = ['password', 'oauth', 'none'] as const;

/** Where a mailbox sends, and how that goes. What signs us in is never answered. */
export const mailboxSender = z.object({
  host: z.string(),
  port: z.int(),
  security: z.enum(securities),
  sign_in: z.enum(senderSignIns),
  username: z.string().nullable(),
  /** Null: the mailbox’s own name. */
  from_name: z.string().nullable(),
  last_ok_at: instant.nullable(),
  failing_since: instant.nullable(),
  /** Why it can’t send: a code of the problems. */
  problem: z.string().nullable(),
  server_said: z.string().nullable(),
});
export type MailboxSender = z.infer<typeof mailboxSender>;

const params = z.object({ id: requestId });
const server = {
  host: hostName,
  port: z.int().min(1).max(65535),
  security: z.enum(securities),
  sign_in: z.enum(senderSignIns).default('password'),
  /** Only where `sign_in` is `password`. */
  username: requiredText(320).optional(),
  /** May be left out while host, port, security and user name are those that are kept. */
  password: requiredText(1000).optional(),
};

export const changeSender = endpoint({
  method: 'PUT',
  url: '/api/mailboxes/:id/sender',
  summary: 'Send the mail of a mailbox through a server of its own',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  body: z.object({ ...server, from_name: givenName(100).nullable().default(null) }),
  answer: mailboxSender,
});

export const removeSender = endpoint({
  method: 'DELETE',
  url: '/api/mailboxes/:id/sender',
  summary: 'Send through the server of the installation again',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  status: 204,
  answer: noContent,
});

export const trySender = endpoint({
  method: 'POST',
  url: '/api/mailboxes/:id/sender/trial',
  summary: 'Send a test mail, and say what the server answered; nothing is kept',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  /** Without a server: through the one that the mailbox sends through now. */
  body: z.object({ to: emailAddress, server: z.object(server).optional() }),
  answer: z.object({
    /** Why it does not work; null when it does. */
    problem: z.string().nullable(),
    server_said: z.string(),
  }),
});

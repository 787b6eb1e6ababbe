import { z } from 'zod';
import { instant, noContent, requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, optionalRequestId, requestId } from './id.ts';
import { providers } from './mail-apps.ts';
import { hostName, securities } from './mail-servers.ts';
import { mailboxSender } from './mailbox-senders.ts';
import { givenName } from './names.ts';
import { emailAddress } from './users.ts';

export const folderRoles = ['inbox', 'junk', 'sent', 'drafts', 'trash', 'archive', 'all', 'other'] as const;
export const signIns = ['password', 'oauth'] as const;
export const afterTakings = ['nothing', 'flag', 'move'] as const;
/** Whether answers are wanted at an address of the ticket (`support+…@`): `auto` where mail to such an address is known to come. */
export const ticketAddressUses = ['auto', 'on', 'off'] as const;
export const startsFrom = ['new', 'unanswered', 'all'] as const;

export const mailboxFolder = z.object({ path: z.string(), role: z.enum(folderRoles), is_read: z.boolean() });
export type MailboxFolder = z.infer<typeof mailboxFolder>;

/** Where a mailbox is read by IMAP, and how that goes. What signs us in is never answered. */
export const mailboxConnection = z.object({
  host: z.string(),
  port: z.int(),
  security: z.enum(securities),
  username: z.string(),
  sign_in: z.enum(signIns),
  /** `observe`: looked at; nothing is taken and nothing changed until the work is started. */
  mode: z.enum(['observe', 'work']),
  start_from: z.enum(startsFrom).nullable(),
  /** What is done in the mailbox with a mail once it is safe here. */
  after_taking: z.enum(afterTakings),
  move_to: z.string().nullable(),
  connected_at: instant,
  last_ok_at: instant.nullable(),
  failing_since: instant.nullable(),
  /** Why it is not read: a code of the problems. */
  problem: z.string().nullable(),
  server_said: z.string().nullable(),
  folders: z.array(mailboxFolder),
});
export type MailboxConnection = z.infer<typeof mailboxConnection>;

export const mailboxAuthorization = z.object({
  provider: z.enum(providers),
  /** A person allowed it there, or the organisation’s application may. */
  kind: z.enum(['person', 'app']),
  username: z.string(),
  granted_at: instant,
});

export const mailbox = z.object({
  id: answerId,
  name: z.string(),
  /** The first is the address that replies are sent from. */
  addresses: z.array(z.string()),
  department_id: answerId.nullable(),
  priority_id: answerId.nullable(),
  is_active: z.boolean(),
  ticket_address: z.enum(ticketAddressUses),
  /** What that comes to now. */
  uses_ticket_address: z.boolean(),
  /** When a trial came back. */
  ticket_address_proven_at: instant.nullable(),
  created_at: instant,
  last_received_at: instant.nullable(),
  /** Null: its mail comes by SMTP. */
  connection: mailboxConnection.nullable(),
  /** Null: it sends through the server of the installation. */
  sender: mailboxSender.nullable(),
  /** What lets us in at Google or Microsoft; null: nothing does. */
  authorization: mailboxAuthorization.nullable(),
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
    ticket_address: z.enum(ticketAddressUses).optional(),
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
    ticket_address: z.enum(ticketAddressUses).optional(),
    is_active: z.boolean().optional(),
  }),
  status: 204,
  answer: noContent,
});

export const tryTicketAddress = endpoint({
  method: 'POST',
  url: '/api/mailboxes/:id/ticket-address/trial',
  summary:
    'Send a mail to a tagged form of the mailbox’s own address: once it has come back, such addresses work',
  description: '422 `no_tagged_address` where the address has a plus already, or is too long.',
  tag: 'mailboxes',
  access: 'settings:write',
  params: z.object({ id: requestId }),
  answer: z.object({
    to: z.string(),
    /** Why it could not be sent; null when it was. */
    problem: z.string().nullable(),
    server_said: z.string(),
  }),
});

const server = {
  host: hostName,
  port: z.int().min(1).max(65535),
  security: z.enum(securities),
  /** `oauth`: with what the mailbox was authorized with; a password is then not taken. */
  sign_in: z.enum(signIns).default('password'),
  username: requiredText(320),
  /** May be left out while host, port, security and user name are those of the connection. */
  password: requiredText(1000).optional(),
};
const params = z.object({ id: requestId });
const folderPath = requiredText(500);

export const tryConnection = endpoint({
  method: 'POST',
  url: '/api/mailboxes/:id/connection/trial',
  summary: 'Sign in at a mail server and list its folders; nothing is kept',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  body: z.object(server),
  answer: z.object({
    /** Why it does not work; null when it does. */
    problem: z.string().nullable(),
    server_said: z.string().nullable(),
    folders: z.array(mailboxFolder),
  }),
});

export const connectMailbox = endpoint({
  method: 'PUT',
  url: '/api/mailboxes/:id/connection',
  summary: 'Read a mailbox by IMAP, or change how; a new one is only looked at until it is started',
  description:
    '422 with an `imap_…` reason when the server can’t be used. Folders that are not named keep being read or not; at first ' +
    'those are the inbox and junk mail.',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  body: z.object({
    ...server,
    folders: z.array(folderPath).min(1, { error: 'required' }).max(200).optional(),
    after_taking: z.enum(afterTakings).default('nothing'),
    move_to: folderPath.nullable().default(null),
  }),
  answer: mailboxConnection,
});

export const disconnectMailbox = endpoint({
  method: 'DELETE',
  url: '/api/mailboxes/:id/connection',
  summary: 'Read a mailbox no longer; what was taken stays',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  status: 204,
  answer: noContent,
});

export const startMailbox = endpoint({
  method: 'POST',
  url: '/api/mailboxes/:id/connection/start',
  summary:
    'Take mail from now on: what came since the connection, also what was never answered before it, or everything',
  description: '409 `already_started` for one that works already.',
  tag: 'mailboxes',
  access: 'settings:write',
  params,
  body: z.object({ from: z.enum(startsFrom).default('new') }),
  answer: mailboxConnection,
});

export const readMailboxHistory = endpoint({
  method: 'GET',
  url: '/api/mailboxes/:id/connection/history',
  summary:
    'What people wrote to a mailbox in the 90 days before it was connected, and what was never answered',
  tag: 'mailboxes',
  access: 'settings:read',
  params,
  answer: z.object({
    /** Null while it has not been read yet. */
    read_at: instant.nullable(),
    since: instant,
    inquiries: z.int(),
    answered: z.int(),
    never_answered: z.int(),
    /** Of those never answered, how many lie in junk mail; they are not counted above. */
    in_junk: z.int(),
    /** The never answered ones, newest first, 200 at most. */
    items: z.array(
      z.object({
        from_name: z.string(),
        from_address: z.string(),
        subject: z.string(),
        received_at: instant,
        mails: z.int(),
        is_junk: z.boolean(),
      }),
    ),
  }),
});

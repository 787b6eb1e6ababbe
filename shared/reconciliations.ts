import { z } from 'zod';
import { instant } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';

const counts = {
  tickets: z.int(),
  replies: z.int(),
  duplicates: z.int(),
  ignored: z.int(),
  quarantined: z.int(),
  pending: z.int(),
};

export const folderAccount = z.object({
  path: z.string(),
  /** Mails in the folder now: history + the counts + missing. */
  present: z.int(),
  /** There before the connection, or not asked for by its start. */
  history: z.int(),
  ...counts,
  /** In the mailbox and not in the ledger, after what was missing had been taken in: 0 when all is well. */
  missing: z.int(),
  /** Of the mails in the ledger now, those that this sweep had to take in. */
  taken_in: z.int(),
  /** UIDs that were given out and are in neither: mails that somebody removed before Pniya saw them. */
  disappeared: z.int(),
});
export type FolderAccount = z.infer<typeof folderAccount>;

export const reconciliation = z.object({
  id: answerId,
  started_at: instant,
  /** Null while it runs, and for ever when its process ended: then `is_running` is false. */
  ended_at: instant.nullable(),
  is_running: z.boolean(),
  /** While it runs: the folder it is at, which one of how many, and how many missing mails of it are being taken in. */
  progress: z.object({ folder: z.string(), place: z.int(), of: z.int(), taking: z.int() }).nullable(),
  problem: z.string().nullable(),
  /** Null while it runs and when it could not be finished. */
  folders: z.array(folderAccount).nullable(),
  /** By the day the mail reached the mailbox, in the tenant’s time zone; the last 90 days, newest first. */
  days: z.array(z.object({ day: z.string(), ...counts })).nullable(),
});
export type Reconciliation = z.infer<typeof reconciliation>;

/** What is compared with what, and how that went last. */
export const comparedMailbox = z.object({
  mailbox: z.object({ id: answerId, name: z.string(), address: z.string(), is_active: z.boolean() }),
  /** Null: its mail comes by SMTP, so there is nothing to compare with. */
  mode: z.enum(['observe', 'work']).nullable(),
  /** Why it is not read at the moment: a code of the problems. */
  problem: z.string().nullable(),
  /** The newest sweep, however it went, and the newest that could be finished. */
  latest: reconciliation.nullable(),
  whole: reconciliation.nullable(),
});
export type ComparedMailbox = z.infer<typeof comparedMailbox>;

export const listComparedMailboxes = endpoint({
  method: 'GET',
  url: '/api/reconciliations',
  summary: 'All mailboxes, each with its newest sweep and the newest that could be finished',
  tag: 'mailboxes',
  access: 'intake:read',
  answer: z.object({ items: z.array(comparedMailbox) }),
});

const params = z.object({ id: requestId });

export const listReconciliations = endpoint({
  method: 'GET',
  url: '/api/mailboxes/:id/reconciliations',
  summary: 'The last sweeps of a mailbox, newest first, 30 at most',
  tag: 'mailboxes',
  access: 'intake:read',
  params,
  answer: z.object({ items: z.array(reconciliation) }),
});

export const reconcileMailbox = endpoint({
  method: 'POST',
  url: '/api/mailboxes/:id/reconciliations',
  summary: 'Compare a mailbox with the ledger now: by UID, and take in what is missing',
  description:
    '409 `not_connected` for a mailbox that is not read by IMAP. It runs in the background; ask the list.',
  tag: 'mailboxes',
  access: 'intake:write',
  params,
  status: 202,
  answer: reconciliation,
});

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
  ended_at: instant.nullable(),
  problem: z.string().nullable(),
  /** Null while it runs and when it could not be finished. */
  folders: z.array(folderAccount).nullable(),
  /** By the day the mail reached the mailbox, in the tenant’s time zone; the last 90 days, newest first. */
  days: z.array(z.object({ day: z.string(), ...counts })).nullable(),
});
export type Reconciliation = z.infer<typeof reconciliation>;

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

import { z } from 'zod';
import { instant } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { phoneProviders } from './phone-connections.ts';

const counts = {
  /** Calls by the exchange’s own records: calls + quarantined + taken_in + history + missing. */
  exchange: z.int(),
  /** Those that reached us by themselves. */
  calls: z.int(),
  /** Records that can’t be read: they are in the ledger, under review. */
  quarantined: z.int(),
  /** Those that comparing found, in this run or in an earlier one. */
  taken_in: z.int(),
  /** From before the exchange was connected: not taken in. */
  history: z.int(),
  /** In neither, after what was missing had been taken in: 0 when all is well. */
  missing: z.int(),
  /**
   * The other way round: calls of ours that its records lack, beside the equation. `GET /api/calls?unbooked=true` lists them.
   */
  unbooked: z.int(),
};

export const phoneDay = z.object({
  /** By the exchange’s clock; null: of what can’t be read. */
  day: z.string().nullable(),
  queue: z.string().nullable(),
  ...counts,
});
export type PhoneDay = z.infer<typeof phoneDay>;

export const phoneReconciliation = z.object({
  id: answerId,
  started_at: instant,
  /** Null while it runs, and for ever when its process ended: then `is_running` is false. */
  ended_at: instant.nullable(),
  is_running: z.boolean(),
  /** `log`: asked of the exchange; `file`: a file of records that was given. */
  source: z.enum(['log', 'file']),
  /** What was compared: calls that began from `since` on and before `until`; of a file null until it has been read. */
  since: instant.nullable(),
  until: instant.nullable(),
  /** While it runs: how many calls of how many have been looked at. */
  progress: z.object({ done: z.int(), of: z.int() }).nullable(),
  problem: z.string().nullable(),
  /** Null while it runs and when it could not be finished. */
  total: z
    .object({
      ...counts,
      /** Of those taken in, the ones that this run found. */
      taken_now: z.int(),
      /** Known calls of which the records said more. */
      completed: z.int(),
    })
    .nullable(),
  /** Newest first, and by queue. */
  days: z.array(phoneDay).nullable(),
});
export type PhoneReconciliation = z.infer<typeof phoneReconciliation>;

export const comparedExchange = z.object({
  connection: z.object({
    id: answerId,
    name: z.string(),
    provider: z.enum(phoneProviders),
    is_active: z.boolean(),
  }),
  /** Where its records come from: asked of it, given as a file, or nowhere. */
  records: z.enum(['log', 'file']).nullable(),
  /** Asterisk’s manager interface; null: it is not set. */
  session: z
    .object({
      is_connected: z.boolean(),
      /** Of what it is now. */
      since: instant,
      /** Why it is not connected: a code of the problems. */
      problem: z.string().nullable(),
      said: z.string().nullable(),
    })
    .nullable(),
  /** The newest run, however it went, and the newest that could be finished. */
  latest: phoneReconciliation.nullable(),
  whole: phoneReconciliation.nullable(),
});
export type ComparedExchange = z.infer<typeof comparedExchange>;

export const listComparedExchanges = endpoint({
  method: 'GET',
  url: '/api/phone-reconciliations',
  summary: 'All exchanges, each with its newest comparison and the newest that could be finished',
  tag: 'phone',
  access: 'intake:read',
  answer: z.object({ items: z.array(comparedExchange) }),
});

const params = z.object({ id: requestId });

export const listPhoneReconciliations = endpoint({
  method: 'GET',
  url: '/api/phone-connections/:id/reconciliations',
  summary: 'The last comparisons of an exchange’s records with our calls, newest first, 30 at most',
  tag: 'phone',
  access: 'intake:read',
  params,
  answer: z.object({ items: z.array(phoneReconciliation) }),
});

export const reconcileExchange = endpoint({
  method: 'POST',
  url: '/api/phone-connections/:id/reconciliations',
  summary: 'Ask an exchange for its records now and take in the calls that never reached us',
  description:
    '409 `no_records` where the exchange has none to ask for: Asterisk’s are given as a file. It runs in the background; ask the list.',
  tag: 'phone',
  access: 'intake:write',
  params,
  body: z.object({
    /** So many days. */
    days: z.int().min(1).max(31).default(7),
    /** The last of them, by the exchange’s clock; null: today. */
    until: z.iso.date().nullable().default(null),
  }),
  status: 202,
  answer: phoneReconciliation,
});

/** A file of call records is taken up to this size. */
export const cdrFileLimit = 64 * 1024 * 1024;

export const importCalls = endpoint({
  method: 'POST',
  url: '/api/phone-connections/:id/records',
  summary: 'Give Asterisk’s file of call records (Master.csv): calls that never reached us are taken in',
  description:
    'The body is the file, 64 MB at most. 409 `no_file_records` for another exchange. It runs in the background; ask the list of comparisons for how far it is and for its account.',
  tag: 'phone',
  access: 'settings:write',
  params,
  query: z.object({
    /** Names of the file’s columns in their order, where it has no first line that says so and another order than cdr_csv’s. */
    columns: z
      .string()
      .max(1000)
      .regex(/^[a-z_]+(,[a-z_]+)*$/)
      .optional(),
    /** Calls from then on are taken in; those before are only counted. Null: since the exchange was connected. */
    since: instant.optional(),
  }),
  bodyType: 'application/octet-stream',
  body: z.unknown(),
  status: 202,
  answer: phoneReconciliation,
});

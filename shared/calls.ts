import { z } from 'zod';
import { account } from './accounts.ts';
import { cursor, instant, named, optionalText, requiredText, textUpTo } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, optionalRequestId, requestId } from './id.ts';
import { limits, ticketLink } from './tickets.ts';

export const callDirections = ['in', 'out'] as const;
export const callStates = ['ringing', 'answered', 'ended'] as const;
/** How a call ended. All but `answered` are missed calls when somebody called us. */
export const callResults = [
  'answered',
  'abandoned',
  'no_answer',
  'busy',
  'failed',
  'voicemail',
  'out_of_hours',
] as const;
export type CallResult = (typeof callResults)[number];

/** Why a call that was answered is no inquiry. `other` needs words of its own. */
export const noInquiryReasons = ['wrong_number', 'private', 'supplier', 'spam', 'other'] as const;

/** A number in its one normal spelling and as people read it; both empty when it was withheld. */
export const callNumber = z.object({ value: z.string(), shown: z.string() });

/** What a person, or a rule, made of a call. */
export const classification = z.object({
  as: z.enum(['ticket', 'new_ticket', 'no_inquiry']),
  /** Null: a rule did it (a missed call, a call that came with its ticket, a call that answers one). */
  by: named.nullable(),
  at: instant,
  /** Of `no_inquiry`. */
  reason: z.enum(noInquiryReasons).nullable(),
  text: z.string().nullable(),
});

export const call = z.object({
  id: answerId,
  connection: named,
  direction: z.enum(callDirections),
  from: callNumber,
  to: callNumber,
  queue: z.string().nullable(),
  state: z.enum(callStates),
  /** Null until it has ended. */
  result: z.enum(callResults).nullable(),
  /** Somebody called us and nobody spoke with them; not one whom the business has blocked. */
  is_missed: z.boolean(),
  /** Who of us spoke. */
  user: named.nullable(),
  /** Who answered, in the exchange’s own words, when no user has that extension. */
  answered_by: z.string().nullable(),
  account: named.nullable(),
  ticket: ticketLink.nullable(),
  /** Its message in the ticket’s conversation: the message with this id is this call. */
  message_id: answerId.nullable(),
  waiting_seconds: z.int().nullable(),
  talking_seconds: z.int().nullable(),
  started_at: instant,
  answered_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** Where the exchange keeps the recording; opened by a link, since most exchanges ask for a sign-in. */
  recording_url: z.string().nullable(),
  ivr_path: z.array(z.string()),
  /** It was answered and nobody said yet what it was. */
  is_unclassified: z.boolean(),
  classification: classification.nullable(),
  /** Its ledger row. */
  intake_id: answerId,
  /** It never reached us by itself: comparing with the exchange found it. */
  is_pulled: z.boolean(),
  /** The business’s own blocklist at the exchange refused the caller: no call-back ticket is opened. */
  is_blocked: z.boolean(),
  /** Comparing with the exchange’s own records did not find it there. */
  is_unbooked: z.boolean(),
  is_test: z.boolean(),
});
export type Call = z.infer<typeof call>;

const page = {
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const listCalls = endpoint({
  method: 'GET',
  url: '/api/calls',
  summary: 'Calls, newest first, paged by key: all, of an account, of a ticket, unclassified, missed …',
  tag: 'calls',
  access: 'tickets:read',
  query: z.object({
    account: requestId.optional(),
    ticket: requestId.optional(),
    user: requestId.optional(),
    connection: requestId.optional(),
    direction: z.enum(callDirections).optional(),
    result: z.enum(callResults).optional(),
    queue: textUpTo(200).optional(),
    /** A number in any spelling, or any tail of its digits (4 or more). */
    phone: textUpTo(100).optional(),
    /** Those of no queue. */
    without_queue: z.literal('true').optional(),
    /** `true`: those that comparing with the exchange found; `false`: those that reached us by themselves, without test calls. */
    pulled: z.enum(['true', 'false']).optional(),
    /** Those of a day by the exchange’s clock where `connection` names one, else by the tenant’s. */
    day: z.iso.date().optional(),
    missed: z.literal('true').optional(),
    unclassified: z.literal('true').optional(),
    /** `true`: those that the exchange’s own records lack; `false`: those that they are not known to lack, without test calls. */
    unbooked: z.enum(['true', 'false']).optional(),
    since: instant.optional(),
    until: instant.optional(),
    ...page,
  }),
  answer: z.object({ items: z.array(call), after: cursor.nullable() }),
});

export const countCalls = endpoint({
  method: 'GET',
  url: '/api/calls/counts',
  summary: 'How many calls are running and how many are unclassified, counted up to 1,000',
  tag: 'calls',
  access: 'tickets:read',
  answer: z.object({ live: z.int(), unclassified: z.int(), my_unclassified: z.int() }),
});

export const listCallQueues = endpoint({
  method: 'GET',
  url: '/api/calls/queues',
  summary: 'All queues: those of calls, and those that are set for an exchange; 500 at most',
  tag: 'calls',
  access: 'tickets:read',
  answer: z.object({ items: z.array(z.string()) }),
});

/** What a console shows when a call rings: asked again on each `call` change of /api/live. */
export const listLiveCalls = endpoint({
  method: 'GET',
  url: '/api/calls/live',
  summary: 'Calls that ring or are spoken now, newest first, 200 at most',
  tag: 'calls',
  access: 'tickets:read',
  answer: z.object({
    items: z.array(
      call.extend({
        /** It rings at my extension or number, or I am speaking: this console shows the screen-pop. */
        is_mine: z.boolean(),
        /** Whom it rings at. Empty: everybody of the queue, or nobody we know. */
        ringing: z.array(named),
      }),
    ),
  }),
});

export const readCall = endpoint({
  method: 'GET',
  url: '/api/calls/:id',
  summary: 'One call with what the exchange said of it, in order',
  tag: 'calls',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  answer: z.object({
    call,
    events: z.array(
      z.object({
        kind: z.enum(['ringing', 'answered', 'ended', 'record', 'recording']),
        at: instant,
        /** In the exchange’s own words: who rings, who answered, why it ended. */
        said: z.string(),
      }),
    ),
    /** What people said that it was, and that it was taken back, in order. */
    decisions: z.array(
      z.object({
        kind: z.enum(['said', 'taken_back']),
        said: classification.shape.as,
        at: instant,
        /** Null: an API client. */
        by: named.nullable(),
        ticket: z.object({ number: z.number() }).nullable(),
        reason: z.enum(noInquiryReasons).nullable(),
        text: z.string().nullable(),
        /** Of `taken_back`: the ticket that it had opened was closed as opened by mistake. */
        closed_ticket: z.boolean(),
      }),
    ),
  }),
});

export const readScreenPop = endpoint({
  method: 'GET',
  url: '/api/calls/:id/pop',
  summary: 'Who calls: the account, its open tickets and their last words',
  tag: 'calls',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  answer: z.object({
    call,
    /** Null: nobody, or more than one could be meant. */
    account: account.nullable(),
    candidates: z.array(account),
    /** Open tickets of the account, or of this number; who waits first, then the newest; 5 at most. */
    tickets: z.array(
      ticketLink.extend({
        status_id: answerId,
        waiting_since: instant.nullable(),
        /** The newest message that a person wrote, its first 200 characters. */
        last_words: z
          .object({ direction: z.enum(['inbound', 'outbound', 'internal']), text: z.string(), at: instant })
          .nullable(),
      }),
    ),
    earlier_calls: z.int(),
  }),
});
export type ScreenPop = z.infer<(typeof readScreenPop)['answer']>;

export const classifyCall = endpoint({
  method: 'POST',
  url: '/api/calls/:id/classification',
  summary: 'Say what a call was: one click',
  description:
    'An answered call handles the ticket it is laid on. 409 `call_classified` when somebody was faster, `call_not_ended` while it rings (a call that is being spoken may be classified), `ticket_merged`.',
  tag: 'calls',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  body: z.discriminatedUnion('as', [
    z.object({ as: z.literal('ticket'), ticket_id: requestId, note: optionalText(limits.msg) }),
    z.object({
      as: z.literal('new_ticket'),
      subject: requiredText(limits.subject),
      note: optionalText(limits.msg),
      department_id: optionalRequestId,
      priority_id: optionalRequestId,
    }),
    z.object({
      as: z.literal('no_inquiry'),
      reason: z.enum(noInquiryReasons),
      /** Required for `other`. */
      text: optionalText(500),
    }),
  ]),
  answer: z.object({ call }),
});

export const undoClassification = endpoint({
  method: 'DELETE',
  url: '/api/calls/:id/classification',
  summary: 'Take back what a person said a call was: it is unclassified again',
  description:
    '409 `changed_since` when it is a rule’s. A ticket that it opened and that has no word but the call’s is closed as opened by mistake; one that went on meanwhile goes on without the call. The histories of both say so.',
  tag: 'calls',
  access: 'tickets:write',
  params: z.object({ id: requestId }),
  answer: z.object({
    call,
    /** The ticket that it was taken off; `is_closed`: closed as opened by mistake. */
    taken_off: z.object({ number: z.number(), is_closed: z.boolean() }).nullable(),
  }),
});

export const dialNumber = endpoint({
  method: 'POST',
  url: '/api/calls/dial',
  summary: 'Click to call: the exchange rings my extension and then the number',
  description:
    'The call comes back tied to the ticket. 409 `no_dialling` when no connection can dial, `no_extension` when I have none; 422 `dial_refused` with the exchange’s words in the log.',
  tag: 'calls',
  access: 'tickets:write',
  body: z.object({
    phone: requiredText(100),
    ticket_id: optionalRequestId,
    /** Null: the first that can dial. */
    connection_id: optionalRequestId,
  }),
  status: 202,
  answer: z.object({ exchange_call_id: z.string().nullable() }),
});

import { z } from 'zod';
import { cursor, instant, noContent, requiredText } from './common.ts';
import { endpoint } from './endpoint.ts';
import { answerId, requestId } from './id.ts';
import { ticketChannel } from './tickets.ts';

/** How a ledger row ends; every row but a pending one is in exactly one of these. */
export const intakeStates = ['pending', 'ticket', 'duplicate', 'ignored', 'rejected', 'quarantined'] as const;
export const intakeState = z.enum(intakeStates);

/** The rules by which the ledger itself says that a thing is no inquiry; the row's reason is `rule:<name>`. */
export const ledgerRules = [
  ...(['bounce', 'delay', 'receipt', 'feedback', 'auto_reply', 'own_mail', 'junk'] as const),
  ...(['outbound_call', 'outbound_unanswered', 'blocked_call', 'test_call', 'no_call'] as const),
] as const;
export type LedgerRule = (typeof ledgerRules)[number];

export const intakeRow = z.object({
  id: answerId,
  channel: ticketChannel,
  /** Name of the API client, mailbox or user it came by. */
  source: z.string(),
  state: intakeState,
  received_at: instant,
  settled_at: instant.nullable(),
  title: z.string().nullable(),
  sender: z.string().nullable(),
  raw_bytes: z.number(),
  ticket_number: z.number().nullable(),
  duplicate_of: answerId.nullable(),
  reason: z.string().nullable(),
  error: z.string().nullable(),
  attempts: z.number(),
});
export type IntakeRow = z.infer<typeof intakeRow>;

export const listIntake = endpoint({
  method: 'GET',
  url: '/api/intake',
  summary: 'The ledger, newest first',
  tag: 'intake',
  access: 'intake:read',
  query: z.object({
    state: intakeState.optional(),
    channel: ticketChannel.optional(),
    since: instant.optional(),
    /** Of those that are tickets: what opened one, or what was added to a known one. */
    settled_as: z.enum(['ticket', 'reply']).optional(),
    /** What came by this mailbox. */
    mailbox: requestId.optional(),
    /** What reached the business on this day (2026-09-23), in the tenant’s time zone. */
    day: z.iso.date().optional(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(intakeRow), after: cursor.nullable() }),
});

export const summariseIntake = endpoint({
  method: 'GET',
  url: '/api/intake/summary',
  summary: 'The equation: what came since an instant, and what became of it, by channel',
  tag: 'intake',
  access: 'intake:read',
  query: z.object({ since: instant }),
  answer: z.object({
    channels: z.array(
      z.object({
        channel: ticketChannel,
        total: z.number(),
        /** New tickets and words added to known tickets are told apart. */
        tickets: z.number(),
        replies: z.number(),
        duplicate: z.number(),
        ignored: z.number(),
        rejected: z.number(),
        quarantined: z.number(),
        pending: z.number(),
      }),
    ),
  }),
});

export const readIntake = endpoint({
  method: 'GET',
  url: '/api/intake/:id',
  summary: 'One ledger row with the beginning of its raw text',
  tag: 'intake',
  access: 'intake:read',
  params: z.object({ id: requestId }),
  answer: intakeRow.extend({
    raw_sha256: z.string(),
    media_type: z.string(),
    envelope: z.record(z.string(), z.unknown()),
    /** First 64 KiB of the raw bytes, read as UTF-8. */
    raw_text: z.string(),
  }),
});

const rowParams = z.object({ id: requestId });

export const retryIntake = endpoint({
  method: 'POST',
  url: '/api/intake/:id/retry',
  summary: 'Interpret a quarantined (or ignored) item again from its raw copy',
  tag: 'intake',
  access: 'intake:write',
  params: rowParams,
  answer: intakeRow,
});

export const ignoreIntake = endpoint({
  method: 'POST',
  url: '/api/intake/:id/ignore',
  summary: 'Decide that a quarantined item is no inquiry, and say why',
  tag: 'intake',
  access: 'intake:write',
  params: rowParams,
  body: z.object({ reason: requiredText(500) }),
  status: 204,
  answer: noContent,
});

export const unignoreIntake = endpoint({
  method: 'DELETE',
  url: '/api/intake/:id/ignore',
  summary: 'Take back that an item is no inquiry: it is what it was before',
  description: '409 `already_settled` when it is something else by now, or was not a person’s decision.',
  tag: 'intake',
  access: 'intake:write',
  params: rowParams,
  answer: intakeRow,
});

/** A rejected API body as the ticket it meant to be, opened by a person. */
export const openFromIntake = endpoint({
  method: 'POST',
  url: '/api/intake/:id/ticket',
  summary: 'Open a ticket of a rejected or quarantined item by hand: its raw text becomes the message',
  tag: 'intake',
  access: 'intake:write',
  params: rowParams,
  body: z.object({ subject: requiredText(500) }),
  status: 201,
  answer: z.object({ id: answerId, number: z.number() }),
});

import type { Context } from '../../context.ts';
import { nameRow, settleRow } from './intake.sql.ts';

// What the calls do with their ledger rows, in their own transactions. A call waits until it has ended and, when it was
// answered, until somebody said what it was; a person may say otherwise later.

const open = ['pending', 'ignored'];

export interface CallOnTicket {
  readonly ticketId: string;
  readonly messageId: string;
  readonly title: string;
}

/** The call is this message of a ticket. */
export function settleCallRow(ctx: Context, id: string, on: CallOnTicket): Promise<boolean> {
  return settleRow(ctx, id, open, {
    state: 'ticket',
    settled_at: ctx.now(),
    ticket_id: on.ticketId,
    message_id: on.messageId,
    title: on.title.slice(0, 200),
    reason: null,
  });
}

/** What the ledger shows of a call while it waits for somebody to say what it was. */
export const nameCallRow = nameRow;

/** The call is no inquiry: `rule:<name>`, or in a person's words. */
export function ignoreCallRow(ctx: Context, id: string, reason: string, title: string): Promise<boolean> {
  const settled_at = ctx.now();
  return settleRow(ctx, id, open, { state: 'ignored', settled_at, reason, title: title.slice(0, 200) });
}

/** What was said of the call is taken back: it waits again. */
export function reopenCallRow(ctx: Context, id: string): Promise<boolean> {
  return settleRow(ctx, id, ['ticket', 'ignored'], {
    state: 'pending',
    settled_at: null,
    ticket_id: null,
    message_id: null,
    reason: null,
  });
}

/** A report that was kept aside is of a call that has its row: null, of none. */
export function settleReport(ctx: Context, id: string, rowOfCall: string | null): Promise<boolean> {
  const settled_at = ctx.now();
  return rowOfCall === null
    ? settleRow(ctx, id, ['pending'], { state: 'ignored', settled_at, reason: 'rule:no_call' })
    : settleRow(ctx, id, ['pending'], { state: 'duplicate', settled_at, duplicate_of: rowOfCall });
}

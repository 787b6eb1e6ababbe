import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { changeTicket, recordNoAnswerDue } from '../../../shared/tickets.ts';
import {
  type Context,
  inTransaction,
  type ListRow,
  requirePermission,
  type TenantLists,
} from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, type FieldProblem, Problem } from '../../problem.ts';
import { accountsExist } from '../accounts/accounts.service.ts';
import { insertHandling, refreshWaiting } from './handled.sql.ts';
import { insertEvents, type NewEvent } from './history.sql.ts';
import { lockTicket, type TicketChange, updateTicket } from './tickets.sql.ts';

type Change = BodyOf<typeof changeTicket>;
type DueReason = BodyOf<typeof recordNoAnswerDue>;
export type Locked = NonNullable<Awaited<ReturnType<typeof lockTicket>>>;

/** The columns that people change, their name on the wire, and the kind of history line a change leaves. */
export const changeable = [
  { key: 'status', column: 'status_id', kind: 'status_changed' },
  { key: 'owner', column: 'owner_id', kind: 'owner_changed' },
  { key: 'department_id', column: 'department_id', kind: 'department_changed' },
  { key: 'priority_id', column: 'priority_id', kind: 'priority_changed' },
  { key: 'account_id', column: 'account_id', kind: 'account_changed' },
  { key: 'subject', column: 'subject', kind: 'subject_changed' },
] as const;

/**
 * Changes a ticket in one transaction; answers the ids of the history lines. Throws not_found, bad_request with every
 * offending field, conflict ticket_merged, and reason_required when a ticket that is not handled would be closed without a reason;
 * `isAnswered` says that a reply is on its way in the same transaction.
 */
export async function changeTicketOf(
  ctx: Context,
  ticketId: string,
  change: Change,
  because: { isAnswered?: boolean } = {},
): Promise<string[]> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const ticket = requireUnmerged(await requireLocked(tx, ticketId));
    const lists = await tx.lists.of(tx.tenantId);
    await requireKnown(tx, change, ticket, lists);
    const changed = changeable.filter(
      ({ key, column }) => change[key] !== undefined && change[key] !== ticket[column],
    );
    const closing = closingOf(change, ticket, lists);
    const events: NewEvent[] = [];
    if (closing.isClosing && ticket.waiting_since !== null && !because.isAnswered) {
      if (change.reason === undefined) throw new Problem('conflict', 'reason_required');
      events.push(await recordReason(tx, ticketId, change.reason));
    }
    for (const { key, column, kind } of changed) {
      events.push({
        ticketId,
        kind,
        detail: { from: wired(ticket[column], key), to: wired(change[key] ?? null, key) },
      });
    }
    if (events.length === 0) return [];
    const columns = Object.fromEntries(
      changed.map(({ key, column }) => [column, change[key]]),
    ) as TicketChange;
    await updateTicket(tx, ticketId, { ...columns, ...closing.columns(tx.now()) });
    if (closing.isClosing) await refreshWaiting(tx, [ticketId]);
    const ids = await insertEvents(tx, events);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    return ids.map(wireIdOf);
  });
}

/** Records why no answer is due: evidence of handling, of a person. */
export async function recordNoAnswerDueOf(
  ctx: Context,
  ticketId: string,
  reason: DueReason,
): Promise<string[]> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    requireUnmerged(await requireLocked(tx, ticketId));
    const ids = await insertEvents(tx, [await recordReason(tx, ticketId, reason)]);
    await refreshWaiting(tx, [ticketId]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    return ids.map(wireIdOf);
  });
}

async function recordReason(ctx: Context, ticketId: string, reason: DueReason): Promise<NewEvent> {
  if (ctx.actor.kind !== 'user') throw new Problem('conflict', 'reason_required');
  if (reason.code === 'other' && reason.text === null)
    throw badFields([{ field: 'reason.text', code: 'required' }]);
  const id = newId();
  const words = reason.text === null ? reason.code : `${reason.code}: ${reason.text}`;
  const handling = {
    id,
    ticketId,
    kind: 'reason',
    at: ctx.now(),
    messageId: null,
    userId: ctx.actor.id,
    reason: words,
  } as const;
  await insertHandling(ctx, handling);
  return {
    ticketId,
    kind: 'no_answer_due',
    detail: { reason: reason.code, text: reason.text, handling: wireIdOf(id) },
  };
}

/** The first active status of a type, by the order of the list. */
export function firstStatusOf(lists: TenantLists, type: 'open' | 'closed'): string {
  const statuses = [...lists.statuses.values()].filter((status) => status.type === type);
  return (statuses.find((status) => status.isActive) ?? statuses[0])?.id ?? '';
}

export async function requireLocked(ctx: Context, ticketId: string): Promise<Locked> {
  const ticket = await lockTicket(ctx, ticketId);
  if (!ticket) throw new Problem('not_found', 'not_found');
  return ticket;
}

/** What was merged is read and found, and nothing more is done to it: that belongs where it went. */
export function requireUnmerged<T extends Pick<Locked, 'merged_into_id'>>(ticket: T): T {
  if (ticket.merged_into_id !== null) throw new Problem('conflict', 'ticket_merged');
  return ticket;
}

function closingOf(change: Change, ticket: Locked, lists: TenantLists) {
  const next = change.status === undefined ? undefined : lists.statuses.get(change.status)?.type;
  const wasClosed = ticket.closed_at !== null;
  return {
    isClosing: next === 'closed' && !wasClosed,
    columns: (now: Date): TicketChange => {
      if (next === undefined || (next === 'closed') === wasClosed) return {};
      return { closed_at: next === 'closed' ? now : null };
    },
  };
}

type GivenIds = Pick<Change, 'status' | 'owner' | 'department_id' | 'priority_id' | 'account_id'>;
type Before = Pick<Locked, 'status_id' | 'owner_id' | 'department_id' | 'priority_id'>;

async function requireKnown(ctx: Context, change: Change, ticket: Locked, lists: TenantLists): Promise<void> {
  const wrong = await findUnknown(ctx, change, ticket, lists);
  if (wrong.length > 0) throw badFields(wrong);
}

/** Every value must be the tenant's own and active, unless it stays what it was. */
export async function findUnknown(
  ctx: Context,
  change: GivenIds,
  ticket: Before,
  lists: TenantLists,
): Promise<FieldProblem[]> {
  const wrong: FieldProblem[] = [];
  const check = (
    field: string,
    given: string | null | undefined,
    before: string | null,
    rows: ReadonlyMap<string, ListRow>,
  ) => {
    if (given === undefined || given === null || given === before) return;
    const row = rows.get(given);
    if (!row) wrong.push({ field, code: 'unknown_value' });
    else if (!row.isActive) wrong.push({ field, code: 'inactive_value' });
  };
  check('status', change.status, ticket.status_id, lists.statuses);
  check('owner', change.owner, ticket.owner_id, lists.users);
  check('department_id', change.department_id, ticket.department_id, lists.departments);
  check('priority_id', change.priority_id, ticket.priority_id, lists.priorities);
  if (
    change.account_id &&
    !(await accountsExist(ctx.db, ctx.tenantId, [change.account_id])).has(change.account_id)
  ) {
    wrong.push({ field: 'account_id', code: 'unknown_value' });
  }
  return wrong;
}

function wired(value: string | null, key: string): string | null {
  return value === null || key === 'subject' ? value : wireIdOf(value);
}

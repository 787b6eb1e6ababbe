import { uuidOf, wireIdOf } from '../../../shared/id.ts';
import { actorText, type Context, inTransaction, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { changeable, requireLocked } from './change.service.ts';
import { refreshWaiting, undoHandling } from './handled.sql.ts';
import { findEvents, insertEvents } from './history.sql.ts';
import { updateTicket } from './tickets.sql.ts';

/**
 * Takes back changes of the caller's own, named by their history lines; all or none. Throws not_found for lines that are
 * not the ticket's, forbidden for another's, conflict changed_since when the field has another value by now.
 */
export async function undoEventsOf(
  ctx: Context,
  ticketId: string,
  eventIds: readonly string[],
): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    await requireLocked(tx, ticketId);
    const lines = await findEvents(tx, ticketId, eventIds);
    if (lines.length !== new Set(eventIds).size) throw new Problem('not_found', 'not_found');
    for (const line of lines) {
      if (line.actor !== actorText(tx.actor)) throw new Problem('forbidden', 'not_permitted');
      await undoLine(tx, ticketId, line.kind, line.detail as Record<string, string | null>);
    }
    await insertEvents(tx, [
      { ticketId, kind: 'undone', detail: { event_ids: lines.map((line) => wireIdOf(line.id)) } },
    ]);
    await refreshWaiting(tx, [ticketId]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

async function undoLine(
  ctx: Context,
  ticketId: string,
  kind: string,
  detail: Record<string, string | null>,
): Promise<void> {
  if (kind === 'no_answer_due') return undoHandling(ctx, stored(detail.handling ?? null, 'handling') ?? '');
  const field = changeable.find((one) => one.kind === kind);
  if (!field) throw new Problem('conflict', 'changed_since');
  const ticket = await requireLocked(ctx, ticketId);
  if (ticket[field.column] !== stored(detail.to ?? null, field.key))
    throw new Problem('conflict', 'changed_since');
  const before = stored(detail.from ?? null, field.key);
  await updateTicket(ctx, ticketId, {
    [field.column]: before,
    ...(await closedAgain(ctx, field.key, before, ticket)),
  });
}

/** Taking back a change of status takes closed_at along. */
async function closedAgain(ctx: Context, key: string, before: string | null, ticket: { updated_at: Date }) {
  if (key !== 'status' || before === null) return {};
  const { statuses } = await ctx.lists.of(ctx.tenantId);
  return { closed_at: statuses.get(before)?.type === 'closed' ? ticket.updated_at : null };
}

function stored(value: string | null, key: string): string | null {
  return value === null || key === 'subject' ? value : uuidOf(value);
}

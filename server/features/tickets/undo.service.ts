import { uuidOf, wireIdOf } from '../../../shared/id.ts';
import { actorText, type Context, inTransaction, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { changeable, requireLocked, requireUnmerged } from './change.service.ts';
import { refreshWaiting, undoHandling } from './handled.sql.ts';
import { changesAfter, findEvents, insertEvents } from './history.sql.ts';
import { setMaybe } from './links.sql.ts';
import { undoMove } from './move-undo.service.ts';
import { othersOfMoves } from './moves.sql.ts';
import { isMoveLine } from './moves.ts';
import { lockTickets, updateTicket } from './tickets.sql.ts';

/**
 * Takes back changes of the caller's own, named by their history lines; all or none. Throws not_found for lines that are
 * not the ticket's, forbidden for another's, conflict changed_since when the field was changed since, and reason_required
 * when it would leave the ticket closed while the customer waits.
 */
export async function undoEventsOf(
  ctx: Context,
  ticketId: string,
  eventIds: readonly string[],
): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    // Whoever moves locks both tickets at once: so does whoever takes it back.
    await lockTickets(tx, [ticketId, ...(await othersOfMoves(tx, ticketId, eventIds))]);
    const before = await requireLocked(tx, ticketId);
    const lines = await findEvents(tx, ticketId, eventIds);
    if (lines.length !== new Set(eventIds).size) throw new Problem('not_found', 'not_found');
    const overtaken = await overtakenLines(tx, ticketId, lines);
    for (const line of lines) {
      if (line.actor !== actorText(tx.actor)) throw new Problem('forbidden', 'not_permitted');
      if (overtaken.has(line.id)) throw new Problem('conflict', 'changed_since');
      await undoLine(tx, ticketId, line);
    }
    await insertEvents(tx, [
      { ticketId, kind: 'undone', detail: { event_ids: lines.map((line) => wireIdOf(line.id)) } },
    ]);
    await refreshWaiting(tx, [ticketId]);
    const after = await requireLocked(tx, ticketId);
    if (isClosedWaiting(after) && !isClosedWaiting(before)) throw new Problem('conflict', 'reason_required');
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

/**
 * Takes back those of these lines that nothing has overtaken, whoever wrote them; in the transaction of the verb that takes back
 * what they came with. A status that would leave the ticket closed while the customer waits stays.
 */
export async function takeBackLines(
  ctx: Context,
  ticketId: string,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return;
  const lines = await findEvents(ctx, ticketId, eventIds);
  const overtaken = await overtakenLines(ctx, ticketId, lines);
  const { statuses } = await ctx.lists.of(ctx.tenantId);
  const taken: string[] = [];
  for (const line of lines) {
    const { id, kind } = line;
    if (overtaken.has(id)) continue;
    const ticket = await requireLocked(ctx, ticketId);
    const { from = null, to = null } = line.detail as Record<string, string | null>;
    const before = kind === 'status_changed' && from !== null ? statuses.get(uuidOf(from) ?? '') : undefined;
    if (before?.type === 'closed' && ticket.waiting_since !== null) continue;
    const field = changeable.find((one) => one.kind === kind);
    if (!field || ticket[field.column] !== stored(to, field.key)) continue;
    await undoLine(ctx, ticketId, line);
    taken.push(id);
  }
  if (taken.length === 0) return;
  await insertEvents(ctx, [{ ticketId, kind: 'undone', detail: { event_ids: taken.map(wireIdOf) } }]);
}

/** Closed while the customer waits: nobody gets there without a reason, also not backwards. */
function isClosedWaiting(ticket: Awaited<ReturnType<typeof requireLocked>>): boolean {
  return ticket.closed_at !== null && ticket.waiting_since !== null;
}

type Line = Awaited<ReturnType<typeof findEvents>>[number];

/** Lines that were taken back already, or after which the same field was changed by a line that stands. */
async function overtakenLines(
  ctx: Context,
  ticketId: string,
  lines: readonly Line[],
): Promise<ReadonlySet<string>> {
  const oldest = lines.at(-1)?.id ?? '';
  const later = await changesAfter(ctx, ticketId, oldest, ['undone', ...changeable.map(({ kind }) => kind)]);
  const gone = new Set(later.flatMap(({ detail }) => idsIn(detail)));
  const going = new Set(lines.map(({ id }) => id));
  const standing = later.filter(({ id }) => !gone.has(id) && !going.has(id));
  const isOvertaken = ({ id, kind }: Line) =>
    gone.has(id) || standing.some((other) => other.kind === kind && other.id > id);
  return new Set(lines.filter(isOvertaken).map(({ id }) => id));
}

function idsIn(detail: unknown): string[] {
  const { event_ids: ids = [] } = detail as { event_ids?: string[] };
  return ids.flatMap((id) => uuidOf(id) ?? []);
}

async function undoLine(ctx: Context, ticketId: string, line: Line): Promise<void> {
  const { id, kind } = line;
  if (isMoveLine(kind)) return undoMove(ctx, ticketId, id);
  const detail = line.detail as Record<string, string | null>;
  if (kind === 'no_answer_due') return undoHandling(ctx, stored(detail.handling ?? null, 'handling') ?? '');
  if (kind === 'maybe_dismissed') return suggestAgain(ctx, ticketId, stored(detail.ticket ?? null, 'ticket'));
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

async function suggestAgain(ctx: Context, ticketId: string, maybeId: string | null): Promise<void> {
  const { maybe_id } = requireUnmerged(await requireLocked(ctx, ticketId));
  if (maybe_id !== null) throw new Problem('conflict', 'changed_since');
  await setMaybe(ctx, ticketId, maybeId);
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

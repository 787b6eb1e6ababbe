import { wireIdOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { firstStatusOf, requireLocked } from './change.service.ts';
import { refreshWaiting } from './handled.sql.ts';
import { insertEvents } from './history.sql.ts';
import {
  findMove,
  handlingsWith,
  isAsLeft,
  type MoveRow,
  markUndone,
  pointBack,
  putHandlings,
  putMessages,
  restoreCovered,
} from './moves.sql.ts';
import type { Before } from './moves.ts';
import { tell } from './relocate.service.ts';
import { updateTicket } from './tickets.sql.ts';

/**
 * Takes a move, split or merge back exactly: messages, evidence, statuses, what pointed where. Throws conflict changed_since once
 * something was said at the new place or the messages went on from there. All tickets that it changes (othersOfMoves) are locked.
 */
export async function undoMove(ctx: Context, ticketId: string, eventId: string): Promise<void> {
  const move = await findMove(ctx, ticketId, eventId);
  if (!move) throw new Problem('conflict', 'changed_since');
  const { kind, kept, to_id: toId } = move;
  await requireUnchanged(ctx, move);
  // A reply that was accepted meanwhile has its evidence since.
  const handlings = new Set([...kept.handlings, ...(await handlingsWith(ctx, toId, kept.messages, false))]);
  await putMessages(ctx, kept.messages, ticketId);
  await putHandlings(ctx, [...handlings], ticketId);
  await restoreCovered(ctx, kept.covered);
  await restore(ctx, ticketId, kept.from, kind === 'merge');
  await pointBack(ctx, kept.pointed, ticketId);
  if (kept.to) await restore(ctx, toId, kept.to, false);
  else await emptySplit(ctx, toId, ticketId);
  await refreshWaiting(ctx, [ticketId, toId]);
  await markUndone(ctx, eventId);
  const detail = { event_ids: [wireIdOf(move.arrival_id)] };
  await insertEvents(ctx, [{ ticketId: toId, kind: 'undone', detail }]);
  tell(ctx, [ticketId, toId]);
}

async function requireUnchanged(ctx: Context, move: MoveRow): Promise<void> {
  const from = await requireLocked(ctx, move.ticket_id);
  const to = await requireLocked(ctx, move.to_id);
  const isThere =
    from.merged_into_id === (move.kind === 'merge' ? to.id : null) && to.merged_into_id === null;
  if (!isThere || !(await isAsLeft(ctx, to.id, move.kept.messages, move.arrival_id)))
    throw new Problem('conflict', 'changed_since');
}

/** A status that people chose meanwhile stays. */
async function restore(ctx: Context, ticketId: string, before: Before, isMerged: boolean): Promise<void> {
  const now = await requireLocked(ctx, ticketId);
  const isOurs = before.given !== null && now.status_id === before.given;
  await updateTicket(ctx, ticketId, {
    ...(isMerged && { merged_into_id: null, maybe_id: before.maybe_id }),
    ...((isOurs || isMerged) && {
      status_id: before.status_id,
      closed_at: before.closed_at === null ? null : new Date(before.closed_at),
    }),
  });
}

/** The number of a ticket is never taken back: that of the split leads to where its messages are again. */
async function emptySplit(ctx: Context, splitId: string, backId: string): Promise<void> {
  const status_id = firstStatusOf(await ctx.lists.of(ctx.tenantId), 'closed');
  await updateTicket(ctx, splitId, { status_id, closed_at: ctx.now(), merged_into_id: backId });
}

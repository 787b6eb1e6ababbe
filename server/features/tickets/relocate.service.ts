import { wireIdOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import { firstStatusOf, type Locked, requireLocked } from './change.service.ts';
import { lastSaidAt, refreshWaiting, saidBy, waitingWords } from './handled.sql.ts';
import { insertEvents } from './history.sql.ts';
import { handlingsWith, insertMove, keepWaiting, pointOn, putHandlings, putMessages } from './moves.sql.ts';
import { type Before, type Kept, type MoveKind, moveLines } from './moves.ts';
import { updateTicket } from './tickets.sql.ts';

export interface Relocation {
  readonly kind: MoveKind;
  /** Both are locked. */
  readonly from: Locked;
  readonly to: Locked;
  readonly messageIds: readonly string[];
}

/**
 * Puts messages of one ticket onto another, with their evidence and ledger rows; of a merge all there is. Where a word stands
 * changes, never whether somebody answered it: a word that waited goes on waiting, since what was said at its new place was
 * said without it. Answers the history line by which it can be taken back.
 */
export async function relocate(ctx: Context, { kind, from, to, messageIds }: Relocation): Promise<string> {
  const isMerge = kind === 'merge';
  const handlings = await handlingsWith(ctx, from.id, messageIds, isMerge);
  const [waiting, saidThere, saidMoved] = [
    await waitingWords(ctx, [from.id, to.id]),
    await lastSaidAt(ctx, to.id),
    await saidBy(ctx, messageIds, handlings),
  ];
  await putMessages(ctx, messageIds, to.id);
  await putHandlings(ctx, handlings, to.id);
  const moving = new Set(messageIds);
  const idsOf = (isMoved: boolean) =>
    waiting
      .filter(({ id, ticket_id }) => moving.has(id) === isMoved && (isMoved || ticket_id === to.id))
      .map(({ id }) => id);
  const covered = [
    ...(await keepWaiting(ctx, idsOf(true), saidThere)),
    ...(await keepWaiting(ctx, idsOf(false), saidMoved)),
  ];
  const pointed = isMerge ? await pointOn(ctx, from.id, to.id) : [];
  await refreshWaiting(ctx, [from.id, to.id]);
  const kept = {
    messages: [...messageIds],
    handlings,
    covered,
    pointed,
    from: isMerge ? await closeMerged(ctx, from, to.id) : await openIfWaiting(ctx, from),
    to: kind === 'split' ? null : await openIfWaiting(ctx, to),
  };
  return record(ctx, { kind, from, to, messageIds }, kept);
}

async function record(ctx: Context, { kind, from, to, messageIds }: Relocation, kept: Kept): Promise<string> {
  const many = messageIds.length;
  const lines = moveLines[kind];
  const [eventId = '', arrivalId = ''] = await insertEvents(ctx, [
    {
      ticketId: from.id,
      kind: lines.out,
      detail: { ticket: wireIdOf(to.id), number: to.number, messages: many },
    },
    {
      ticketId: to.id,
      kind: lines.in,
      detail: { ticket: wireIdOf(from.id), number: from.number, messages: many },
    },
  ]);
  const row = { event_id: eventId, ticket_id: from.id, to_id: to.id, arrival_id: arrivalId };
  await insertMove(ctx, { ...row, kind, kept });
  tell(ctx, [from.id, to.id]);
  return eventId;
}

/** Consoles read both tickets again, and the ledger, which names them. */
export function tell(ctx: Context, ticketIds: readonly string[]): void {
  ctx.announce({ kind: 'ticket', ids: ticketIds.map(wireIdOf) });
  ctx.announce({ kind: 'intake' });
}

const before = (ticket: Locked, given: string | null): Before => ({
  status_id: ticket.status_id,
  closed_at: ticket.closed_at?.toISOString() ?? null,
  maybe_id: ticket.maybe_id,
  given,
});

/** Nobody waits at a closed ticket without being seen: it opens, as it does with a word that comes in. */
async function openIfWaiting(ctx: Context, ticket: Locked): Promise<Before> {
  const now = await requireLocked(ctx, ticket.id);
  if (now.closed_at === null || now.waiting_since === null || ticket.waiting_since !== null)
    return before(ticket, null);
  const given = firstStatusOf(await ctx.lists.of(ctx.tenantId), 'open');
  await updateTicket(ctx, ticket.id, { status_id: given, closed_at: null });
  return before(ticket, given);
}

async function closeMerged(ctx: Context, ticket: Locked, toId: string): Promise<Before> {
  const given = ticket.closed_at === null ? firstStatusOf(await ctx.lists.of(ctx.tenantId), 'closed') : null;
  await updateTicket(ctx, ticket.id, {
    merged_into_id: toId,
    maybe_id: null,
    closed_at: ticket.closed_at ?? ctx.now(),
    ...(given !== null && { status_id: given }),
  });
  return before(ticket, given);
}

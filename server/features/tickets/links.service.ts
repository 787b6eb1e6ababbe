import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { listOtherTickets } from '../../../shared/moves.ts';
import type { Ticket, TicketLink } from '../../../shared/tickets.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { lookAgain } from '../../database/look-again.ts';
import { Problem } from '../../problem.ts';
import { type Locked, requireLocked, requireUnmerged } from './change.service.ts';
import { insertEvents } from './history.sql.ts';
import { otherTickets, setFirstMaybe, setMaybe, ticketNow } from './links.sql.ts';
import { rowShown } from './shown.ts';
import { findTicket, lockTicketNow, ticketsByIds } from './tickets.sql.ts';

const othersShown = 20;

type Record = Pick<Locked, 'id' | 'maybe_id' | 'merged_into_id'>;
type Links = Pick<Ticket, 'maybe' | 'merged_into'>;

/** A ticket turned out to answer what stands on another one: shown to people, who decide. */
export async function suggestTicket(ctx: Context, ticketId: string, maybeId: string): Promise<void> {
  if (await setFirstMaybe(ctx, ticketId, maybeId))
    ctx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
}

/** Where a ticket may belong, and where it went. */
export async function linksShown(ctx: Context, record: Record): Promise<Links> {
  const [maybe, into] = await Promise.all([shown(ctx, record.maybe_id), shown(ctx, record.merged_into_id)]);
  // What it may belong to may have been merged into it meanwhile.
  return { maybe: maybe?.id === wireIdOf(record.id) ? null : maybe, merged_into: into };
}

/** A ticket as others point to it. Throws not_found. */
export async function linkTo(ctx: Context, id: string): Promise<TicketLink> {
  const link = await shown(ctx, id);
  if (!link) throw new Problem('not_found', 'not_found');
  return link;
}

/** Where messages of a ticket may go: that of a number, then the same customer's. */
export async function listOthersOf(
  ctx: Context,
  ticketId: string,
  number: number | undefined,
): Promise<AnswerOf<typeof listOtherTickets>> {
  requirePermission(ctx, 'tickets:read');
  const ticket = await findTicket(ctx, { id: ticketId });
  if (!ticket) throw new Problem('not_found', 'not_found');
  const ids = await otherTickets(ctx, ticket, number ?? null, othersShown);
  const records = new Map((await ticketsByIds(ctx, ids)).map((record) => [record.id, record]));
  const items = ids.flatMap((id) => records.get(id) ?? []);
  return { items: items.map((record) => ({ ...rowShown(record), is_closed: record.closed_at !== null })) };
}

async function shown(ctx: Context, id: string | null): Promise<TicketLink | null> {
  const found = id === null ? undefined : await ticketNow(ctx, id);
  if (!found) return null;
  return {
    id: wireIdOf(found.id),
    number: found.number,
    subject: found.subject,
    account_name: found.account_name,
  };
}

/** Says that a ticket does not belong where it may have. Answers the history lines. Throws not_found, conflict nothing_suggested. */
export async function dismissMaybeOf(ctx: Context, ticketId: string): Promise<string[]> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const ticket = requireUnmerged(await requireLocked(tx, ticketId));
    if (ticket.maybe_id === null) throw new Problem('conflict', 'nothing_suggested');
    await setMaybe(tx, ticketId, null);
    const maybe = await ticketNow(tx, ticket.maybe_id);
    const detail = { ticket: wireIdOf(ticket.maybe_id), number: maybe?.number };
    const ids = await insertEvents(tx, [{ ticketId, kind: 'maybe_dismissed', detail }]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    return ids.map(wireIdOf);
  });
}

/**
 * The ticket on which words for this one belong, locked: when it was merged, the one that it went to. Whoever merges or takes that
 * back locks both: that the one leads to the other stays so while the other is locked.
 */
export function requirePresent(ctx: Context, ticketId: string): Promise<Locked> {
  let place = ticketId;
  return lookAgain(ctx.db, async () => {
    const ticket = await requireLocked(ctx, place);
    const asked = place === ticketId ? ticket : await findTicket(ctx, { id: ticketId });
    const placeNow = asked?.merged_into_id ?? ticketId;
    if (placeNow === place) return ticket;
    place = placeNow;
    return;
  });
}

/**
 * The same in one statement, for whoever has locked no ticket; null when it leads elsewhere since then, and all has to begin anew.
 * Throws not_found.
 */
export async function lockPresent(ctx: Context, ticketId: string): Promise<Locked | null> {
  const ticket = await lockTicketNow(ctx, ticketId);
  if (!ticket) throw new Problem('not_found', 'not_found');
  if (ticket.merged_into_id !== null) return null;
  if (ticket.id === ticketId) return ticket;
  const asked = await findTicket(ctx, { id: ticketId });
  return asked?.merged_into_id === ticket.id ? ticket : null;
}

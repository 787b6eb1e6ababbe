import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import type { changeTicket, recordNoAnswerDue } from '../../../shared/tickets.ts';
import type { Context } from '../../context.ts';
import { changeTicketOf, recordNoAnswerDueOf } from '../tickets/change.service.ts';
import { dismissMaybeOf } from '../tickets/links.service.ts';
import { undoEventsOf } from '../tickets/undo.service.ts';
import { readTicketById } from './messages.service.ts';

type Changed = AnswerOf<typeof changeTicket>;

/** The verbs that change a ticket, answered with the ticket as its page shows it. */
export async function changeShown(
  ctx: Context,
  ticketId: string,
  change: BodyOf<typeof changeTicket>,
): Promise<Changed> {
  const eventIds = await changeTicketOf(ctx, ticketId, change);
  return { ticket: await readTicketById(ctx, ticketId), event_ids: eventIds };
}

export async function noAnswerDueShown(
  ctx: Context,
  ticketId: string,
  reason: BodyOf<typeof recordNoAnswerDue>,
): Promise<Changed> {
  const eventIds = await recordNoAnswerDueOf(ctx, ticketId, reason);
  return { ticket: await readTicketById(ctx, ticketId), event_ids: eventIds };
}

export async function dismissedShown(ctx: Context, ticketId: string): Promise<Changed> {
  const eventIds = await dismissMaybeOf(ctx, ticketId);
  return { ticket: await readTicketById(ctx, ticketId), event_ids: eventIds };
}

export async function undoShown(
  ctx: Context,
  ticketId: string,
  eventIds: readonly string[],
): Promise<Pick<Changed, 'ticket'>> {
  await undoEventsOf(ctx, ticketId, eventIds);
  return { ticket: await readTicketById(ctx, ticketId) };
}

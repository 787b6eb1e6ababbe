import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import type { moveMessages, splitTicket } from '../../../shared/moves.ts';
import type { Context } from '../../context.ts';
import { linkTo, listOthersOf } from '../tickets/links.service.ts';
import { type Moved, mergeTicketOf, moveMessagesOf, splitTicketOf } from '../tickets/move.service.ts';
import { readTicketById } from './messages.service.ts';

type Shown = AnswerOf<typeof moveMessages>;

// The verbs that put messages on another ticket, answered with both.

export async function movedShown(
  ctx: Context,
  ticketId: string,
  { message_ids, to }: BodyOf<typeof moveMessages>,
): Promise<Shown> {
  return shown(ctx, ticketId, await moveMessagesOf(ctx, ticketId, message_ids, to));
}

export async function splitShown(
  ctx: Context,
  ticketId: string,
  { message_ids, subject }: BodyOf<typeof splitTicket>,
): Promise<Shown> {
  return shown(ctx, ticketId, await splitTicketOf(ctx, ticketId, message_ids, subject));
}

export async function mergedShown(ctx: Context, ticketId: string, intoId: string): Promise<Shown> {
  return shown(ctx, ticketId, await mergeTicketOf(ctx, ticketId, intoId));
}

async function shown(ctx: Context, ticketId: string, { toId, eventIds }: Moved): Promise<Shown> {
  const [ticket, to] = await Promise.all([readTicketById(ctx, ticketId), linkTo(ctx, toId)]);
  return { ticket, to, event_ids: [...eventIds] };
}

export const listOthers = listOthersOf;

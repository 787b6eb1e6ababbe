import type { dialNumber } from '../../../shared/calls.ts';
import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import { type Context, requirePermission } from '../../context.ts';
import { badFields, Problem } from '../../problem.ts';
import { phoneOf } from '../accounts/accounts.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { secretOf } from './connections.service.ts';
import { selectConnections } from './connections.sql.ts';
import { canDial } from './connections.ts';
import { selectUserPhones } from './user-phones.sql.ts';

export interface DialRequest {
  readonly code: string;
  /** Rung first. */
  readonly extension: string;
  /** E.164 without the plus where it has one. */
  readonly target: string;
  /** Comes back with the call's record. */
  readonly ticketNumber: number | null;
}

/** What an exchange says to it; `callId` null: refused, or it does not say. Handed over by main.ts from the phone layer. */
export type Dial = (
  request: DialRequest,
) => Promise<{ state: 'dialling' | 'refused' | 'away'; callId: string | null; said: string }>;

/**
 * Rings the caller's own extension and then the number. Problems: bad_request, not_found, conflict `no_dialling` and
 * `no_extension`, unprocessable `dial_refused`, unavailable `exchange_away`.
 */
export async function dialNumberOf(
  ctx: Context,
  given: BodyOf<typeof dialNumber>,
  dial: Dial,
): Promise<AnswerOf<typeof dialNumber>> {
  requirePermission(ctx, 'tickets:write');
  const { phoneRegion } = await ctx.lists.of(ctx.tenantId);
  const number = phoneOf(given.phone, phoneRegion);
  if (number === null) throw badFields([{ field: 'phone', code: 'not_a_phone' }]);
  const ticket = given.ticket_id === null ? null : await requireTicket(ctx, { id: given.ticket_id });
  const connections = await selectConnections(ctx);
  const connection = connections.find(
    (one) => canDial(one) && (given.connection_id === null || given.connection_id === one.id),
  );
  if (!connection) throw new Problem('conflict', 'no_dialling');
  const [mine] = ctx.actor.kind === 'user' ? await selectUserPhones(ctx, ctx.actor.id) : [];
  if (!mine) throw new Problem('conflict', 'no_extension');
  const answer = await dial({
    code: secretOf(ctx, connection) ?? '',
    extension: mine.shown,
    target: number.value.replace(/^\+/, ''),
    ticketNumber: ticket?.number ?? null,
  });
  if (answer.state === 'dialling') return { exchange_call_id: answer.callId };
  ctx.log.info({ connectionId: connection.id, said: answer.said }, 'an exchange did not dial');
  if (answer.state === 'away') throw new Problem('unavailable', 'exchange_away');
  throw new Problem('unprocessable', 'dial_refused');
}

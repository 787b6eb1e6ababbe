import type { undoClassification } from '../../../shared/calls.ts';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { openedByMistake } from '../../../shared/tickets.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { reopenCallRow } from '../intake/calls.service.ts';
import { changeTicketOf, requireLocked, requireUnmerged } from '../tickets/change.service.ts';
import {
  recordEvents,
  recordHandling,
  refreshWaiting,
  undoCallHandling,
} from '../tickets/evidence.service.ts';
import { callNow } from './calls.service.ts';
import { announceCall, requireLockedCall } from './classify.service.ts';
import { hasOtherWords, insertDecision } from './decisions.sql.ts';
import { type CallToSettle, deleteMessage, markCall, releaseHandlings } from './settle.sql.ts';

type Said = 'ticket' | 'new_ticket' | 'no_inquiry';

/**
 * Takes back what a person said of a call: its message and its evidence go, and it is unclassified again. A ticket that it opened
 * and that has no word but the call's is closed as opened by mistake; one that went on meanwhile goes on without the call. Both
 * histories say so. Problems: not_found, conflict `changed_since` and `ticket_merged`.
 */
export async function undoClassificationOf(
  ctx: Context,
  id: string,
): Promise<AnswerOf<typeof undoClassification>> {
  requirePermission(ctx, 'tickets:write');
  const takenOff = await inTransaction(ctx, async (tx) => {
    const call = await requireLockedCall(tx, id);
    if (call.classified_as === null || call.classified_by === null)
      throw new Problem('conflict', 'changed_since');
    const said = call.classified_as as Said;
    const { ticket_id: ticketId, message_id: messageId } = call;
    await reopenCallRow(tx, call.intake_id);
    const ticket =
      ticketId === null || messageId === null ? null : await takeOff(tx, call, ticketId, messageId);
    await insertDecision(tx, {
      ...{ callId: id, kind: 'taken_back', said, ticketId, closedTicket: ticket?.is_closed ?? false },
      ...{ reason: call.reason, reasonText: call.reason_text },
    });
    await markCall(tx, id, {
      is_unclassified: true,
      ...{ classified_as: null, classified_by: null, classified_at: null, reason: null, reason_text: null },
    });
    announceCall(tx, id);
    return ticket;
  });
  return { call: await callNow(ctx, id), taken_off: takenOff };
}

async function takeOff(tx: Context, call: CallToSettle, ticketId: string, messageId: string) {
  const { number } = requireUnmerged(await requireLocked(tx, ticketId));
  for (const { handling_id } of await releaseHandlings(tx, call.id, ticketId))
    await undoCallHandling(tx, handling_id);
  const isMistake =
    call.classified_as === 'new_ticket' && !(await hasOtherWords(tx, { ticketId, messageId }));
  // The only message of a ticket stays: a ticket without one is nothing that can be read.
  if (isMistake) await closeAsMistake(tx, call, ticketId);
  else {
    await deleteMessage(tx, messageId);
    await recordEvents(tx, [{ ticketId, kind: 'call_taken_off', detail: { call: wireIdOf(call.id) } }]);
  }
  await refreshWaiting(tx, [ticketId]);
  tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  return { number, is_closed: isMistake };
}

/** Nobody waits for an answer on a ticket that should not be: the evidence is who took it back. */
async function closeAsMistake(tx: Context, call: CallToSettle, ticketId: string): Promise<void> {
  if (tx.actor.kind !== 'user') throw new Problem('conflict', 'reason_required');
  const handlingId = newId();
  await recordHandling(tx, {
    ...{ id: handlingId, ticketId, kind: 'reason', at: tx.now(), messageId: null },
    ...{ userId: tx.actor.id, reason: openedByMistake },
  });
  await recordEvents(tx, [
    {
      ...{ ticketId, kind: 'opened_by_mistake' },
      detail: { call: wireIdOf(call.id), handling: wireIdOf(handlingId) },
    },
  ]);
  await refreshWaiting(tx, [ticketId]);
  const { statuses } = await tx.lists.of(tx.tenantId);
  const closed = [...statuses.values()].find((status) => status.type === 'closed' && status.isActive);
  const { closed_at } = await requireLocked(tx, ticketId);
  if (closed_at === null && closed) await changeTicketOf(tx, ticketId, { status: closed.id });
}

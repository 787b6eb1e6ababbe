import type { Call, classifyCall } from '../../../shared/calls.ts';
import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { badFields, Problem } from '../../problem.ts';
import { ignoreCallRow, reopenCallRow } from '../intake/calls.service.ts';
import { readTenant } from '../tenants/tenants.service.ts';
import {
  changeTicketOf,
  findUnknown,
  recordNoAnswerDueOf,
  requireLocked,
  requireUnmerged,
} from '../tickets/change.service.ts';
import { recordEvents, refreshWaiting, undoCallHandling } from '../tickets/evidence.service.ts';
import { callNow } from './calls.service.ts';
import { handleByCall, layCallOn, openTicketOfCall, wordsOf } from './lay.service.ts';
import { type CallToSettle, deleteMessage, lockCall, markCall, releaseHandlings } from './settle.sql.ts';
import { whyNone } from './words.ts';

type Given = BodyOf<typeof classifyCall>;

/**
 * Says what a call was. One in which somebody spoke handles its ticket. Problems: not_found, bad_request, conflict
 * `call_classified`, `call_not_ended`, `ticket_merged`.
 */
export async function classifyCallOf(ctx: Context, id: string, given: Given): Promise<{ call: Call }> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    const call = await requireLockedCall(tx, id);
    if (call.state === 'ringing') throw new Problem('conflict', 'call_not_ended');
    const isByRule = call.intake_state === 'ignored' && call.classified_as === null;
    if (call.intake_state !== 'pending' && !isByRule) throw new Problem('conflict', 'call_classified');
    if (given.as === 'no_inquiry') await dismiss(tx, call, given);
    else await putOnTicket(tx, call, given);
    await markCall(tx, id, {
      is_unclassified: false,
      classified_as: given.as,
      classified_by: tx.actor.kind === 'user' ? tx.actor.id : null,
      classified_at: tx.now(),
      ...(given.as === 'no_inquiry' && { reason: given.reason, reason_text: given.text }),
    });
    announce(tx, id);
  });
  return { call: await callNow(ctx, id) };
}

async function putOnTicket(
  tx: Context,
  call: CallToSettle,
  given: Exclude<Given, { as: 'no_inquiry' }>,
): Promise<void> {
  const ticketId =
    given.as === 'ticket' ? await layOnGiven(tx, call, given) : await openGiven(tx, call, given);
  if (call.answered_at !== null) await handleByCall(tx, call, ticketId);
}

async function layOnGiven(tx: Context, call: CallToSettle, given: Extract<Given, { as: 'ticket' }>) {
  requireUnmerged(await requireLocked(tx, given.ticket_id));
  return layCallOn(tx, call, given.ticket_id, { at: call.started_at, note: given.note });
}

async function openGiven(tx: Context, call: CallToSettle, given: Extract<Given, { as: 'new_ticket' }>) {
  const { department_id, priority_id } = given;
  const nothing = { status_id: '', owner_id: null, department_id: null, priority_id: null };
  const lists = await tx.lists.of(tx.tenantId);
  const wrong = await findUnknown(tx, { department_id, priority_id }, nothing, lists);
  if (wrong.length > 0) throw badFields(wrong);
  return openTicketOfCall(tx, call, {
    subject: given.subject,
    note: given.note,
    ownerId: call.user_id ?? (tx.actor.kind === 'user' ? tx.actor.id : null),
    departmentId: department_id,
    priorityId: priority_id,
  });
}

async function dismiss(
  tx: Context,
  call: CallToSettle,
  given: Extract<Given, { as: 'no_inquiry' }>,
): Promise<void> {
  if (given.reason === 'other' && given.text === null) throw badFields([{ field: 'text', code: 'required' }]);
  const by = tx.actor.kind === 'user' ? (await tx.lists.of(tx.tenantId)).users.get(tx.actor.id)?.name : null;
  const { language } = await readTenant(tx.db, tx.tenantId);
  const words = [whyNone(given.reason, language), given.text, by && `(${by})`].filter(Boolean).join(' ');
  await ignoreCallRow(tx, call.intake_id, words, (await wordsOf(tx, call)).text);
}

/**
 * Takes back what a person said of a call: its message and its evidence go, and it is unclassified again. A ticket that was
 * opened by it stays, closed as a mistake. Problems: not_found, conflict `changed_since`.
 */
export async function undoClassificationOf(ctx: Context, id: string): Promise<{ call: Call }> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    const call = await requireLockedCall(tx, id);
    if (call.classified_as === null || call.classified_by === null)
      throw new Problem('conflict', 'changed_since');
    const { ticket_id: ticketId, message_id: messageId } = call;
    if (call.classified_as === 'new_ticket' && ticketId !== null) await closeAsMistake(tx, ticketId);
    await reopenCallRow(tx, call.intake_id);
    if (ticketId !== null && messageId !== null) await takeOff(tx, call, ticketId, messageId);
    await markCall(tx, id, {
      is_unclassified: true,
      ...{ classified_as: null, classified_by: null, classified_at: null, reason: null, reason_text: null },
    });
    announce(tx, id);
  });
  return { call: await callNow(ctx, id) };
}

async function takeOff(tx: Context, call: CallToSettle, ticketId: string, messageId: string): Promise<void> {
  requireUnmerged(await requireLocked(tx, ticketId));
  for (const { handling_id } of await releaseHandlings(tx, call.id, ticketId))
    await undoCallHandling(tx, handling_id);
  // The first message of a ticket that was opened stays: a ticket without one is nothing that can be read.
  if (call.classified_as === 'ticket') await deleteMessage(tx, messageId);
  await recordEvents(tx, [{ ticketId, kind: 'call_taken_off', detail: { call: wireIdOf(call.id) } }]);
  await refreshWaiting(tx, [ticketId]);
  tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
}

async function closeAsMistake(tx: Context, ticketId: string): Promise<void> {
  const { closed_at } = requireUnmerged(await requireLocked(tx, ticketId));
  const { statuses } = await tx.lists.of(tx.tenantId);
  const closed = [...statuses.values()].find((status) => status.type === 'closed' && status.isActive);
  if (closed_at === null && closed)
    await changeTicketOf(tx, ticketId, { status: closed.id }, { isAnswered: true });
  await recordNoAnswerDueOf(tx, ticketId, { code: 'duplicate', text: null });
}

async function requireLockedCall(tx: Context, id: string): Promise<CallToSettle> {
  const call = await lockCall(tx, id);
  if (!call) throw new Problem('not_found', 'not_found');
  return call;
}

function announce(ctx: Context, id: string): void {
  ctx.announce({ kind: 'call', ids: [wireIdOf(id)] });
  ctx.announce({ kind: 'intake' });
}

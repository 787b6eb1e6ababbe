import type { Call, classifyCall } from '../../../shared/calls.ts';
import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { badFields, Problem } from '../../problem.ts';
import { ignoreCallRow } from '../intake/calls.service.ts';
import { readTenant } from '../tenants/tenants.service.ts';
import { findUnknown, requireLocked, requireUnmerged } from '../tickets/change.service.ts';
import { callNow } from './calls.service.ts';
import { insertDecision } from './decisions.sql.ts';
import { handleByCall, layCallOn, openTicketOfCall, wordsOf } from './lay.service.ts';
import { type CallToSettle, lockCall, markCall } from './settle.sql.ts';
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
    const ticketId =
      given.as === 'no_inquiry' ? await dismiss(tx, call, given) : await putOnTicket(tx, call, given);
    await insertDecision(tx, { callId: id, kind: 'said', ticketId, ...decisionOf(given) });
    await markCall(tx, id, {
      is_unclassified: false,
      classified_as: given.as,
      classified_by: tx.actor.kind === 'user' ? tx.actor.id : null,
      classified_at: tx.now(),
      ...(given.as === 'no_inquiry' && { reason: given.reason, reason_text: given.text }),
    });
    announceCall(tx, id);
  });
  return { call: await callNow(ctx, id) };
}

const decisionOf = (given: Given) => ({
  said: given.as,
  ...(given.as === 'no_inquiry' && { reason: given.reason, reasonText: given.text }),
});

/** Answers the ticket's uuid. */
async function putOnTicket(
  tx: Context,
  call: CallToSettle,
  given: Exclude<Given, { as: 'no_inquiry' }>,
): Promise<string> {
  const ticketId =
    given.as === 'ticket' ? await layOnGiven(tx, call, given) : await openGiven(tx, call, given);
  if (call.answered_at !== null) await handleByCall(tx, call, ticketId);
  return ticketId;
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
): Promise<null> {
  if (given.reason === 'other' && given.text === null) throw badFields([{ field: 'text', code: 'required' }]);
  const by = tx.actor.kind === 'user' ? (await tx.lists.of(tx.tenantId)).users.get(tx.actor.id)?.name : null;
  const { language } = await readTenant(tx.db, tx.tenantId);
  const words = [whyNone(given.reason, language), given.text, by && `(${by})`].filter(Boolean).join(' ');
  await ignoreCallRow(tx, call.intake_id, words, (await wordsOf(tx, call)).text);
  return null;
}

export async function requireLockedCall(tx: Context, id: string): Promise<CallToSettle> {
  const call = await lockCall(tx, id);
  if (!call) throw new Problem('not_found', 'not_found');
  return call;
}

export function announceCall(ctx: Context, id: string): void {
  ctx.announce({ kind: 'call', ids: [wireIdOf(id)] });
  ctx.announce({ kind: 'intake' });
}

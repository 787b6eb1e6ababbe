import { wireIdOf } from '../../../shared/id.ts';
import type { LedgerRule } from '../../../shared/intake.ts';
import type { Context } from '../../context.ts';
import { ignoreCallRow, nameCallRow } from '../intake/calls.service.ts';
import { instantOfWord, refreshWaiting, undoCallHandling } from '../tickets/evidence.service.ts';
import type { ConnectionRecord } from './connections.sql.ts';
import { departmentOf } from './connections.ts';
import { handleByCall, layCallOn, openTicketOfCall, wordsOf } from './lay.service.ts';
import {
  answeredAfter,
  type CallToSettle,
  callBackToJoin,
  followTimes,
  lockCall,
  lockCaller,
  markCall,
  releaseHandlings,
  ticketOfNumber,
  waitingCallBacks,
} from './settle.sql.ts';
import { isMissed } from './shown.ts';

const dayMs = 24 * 3_600_000;

/**
 * What follows from a call that has ended, in the transaction that learned of it. Done again it changes nothing, so events may
 * come in any order: what was missed and turns out to have been answered handles the ticket that it opened, and the other way
 * round. `startedBefore`: when it had begun as far as we knew before.
 */
export async function settleCall(
  ctx: Context,
  connection: ConnectionRecord,
  callId: string,
  startedBefore: Date | null,
): Promise<void> {
  const call = await lockCall(ctx, callId);
  if (call?.state !== 'ended') return;
  if (call.is_test) return ignore(ctx, call, 'rule:test_call');
  if (call.party !== null) await lockCaller(ctx, call.party);
  if (startedBefore !== null) await putRight(ctx, call, startedBefore);
  if (call.is_blocked) return ignore(ctx, call, 'rule:blocked_call');
  if (isMissed(call)) return settleMissed(ctx, connection, call);
  if (call.result !== 'answered') return ignore(ctx, call, 'rule:outbound_unanswered');
  const isLaid = call.ticket_id !== null || (await layOnNamedTicket(ctx, call));
  const [calledBack] = await handleCallBacks(ctx, connection, call);
  if (isLaid || call.classified_as !== null || !isOpen(call)) return;
  if (call.direction === 'in') return askAbout(ctx, call);
  // A call of ours that calls somebody back is a message of that ticket; of any other nobody asks.
  if (calledBack === undefined) return ignore(ctx, call, 'rule:outbound_call');
  await layCallOn(ctx, call, calledBack, { at: call.started_at, note: null });
  await classifiedByRule(ctx, call.id, 'ticket');
}

async function askAbout(ctx: Context, call: CallToSettle): Promise<void> {
  await nameCallRow(ctx, call.intake_id, (await wordsOf(ctx, call)).text);
  await markCall(ctx, call.id, { is_unclassified: true });
}

/** What was done when less was known of the call: evidence of a call in which nobody spoke, instants that were another's. */
async function putRight(ctx: Context, call: CallToSettle, startedBefore: Date): Promise<void> {
  const moved = await followTimes(ctx, call, startedBefore);
  const released = call.result === 'answered' ? [] : await releaseHandlings(ctx, call.id);
  for (const { handling_id } of released) await undoCallHandling(ctx, handling_id);
  const ticketIds = [...new Set([...moved, ...released.map(({ ticket_id }) => ticket_id)])];
  if (ticketIds.length === 0) return;
  await refreshWaiting(ctx, ticketIds);
  ctx.announce({ kind: 'ticket', ids: ticketIds.map(wireIdOf) });
}

const isOpen = (call: CallToSettle) =>
  call.intake_state === 'pending' ||
  (call.intake_state === 'ignored' && (call.intake_reason ?? '').startsWith('rule:'));

/** A call-back ticket: the one that the caller's other calls have, or a new one; handled when we spoke with them since. */
async function settleMissed(ctx: Context, connection: ConnectionRecord, call: CallToSettle): Promise<void> {
  const { party } = call;
  const until = daysAfter(call.started_at, connection.callback_days);
  const spoken =
    party === null ? undefined : await answeredAfter(ctx, party, { since: call.started_at, until });
  const ticketId = isOpen(call)
    ? await putOnCallBack(ctx, connection, call, spoken !== undefined)
    : call.classified_by === null && call.ticket_id;
  if (spoken && ticketId) await handleByCall(ctx, spoken, ticketId);
}

async function putOnCallBack(
  ctx: Context,
  connection: ConnectionRecord,
  call: CallToSettle,
  wasSpoken: boolean,
): Promise<string> {
  const { party } = call;
  const known =
    (await ticketNamed(ctx, call)) ??
    (party === null ? null : await callBackToJoin(ctx, { ...call, party }, connection.window_minutes));
  await classifiedByRule(ctx, call.id, known ? 'ticket' : 'new_ticket');
  if (known) return layCallOn(ctx, call, known, { at: await atOf(ctx, call, known, wasSpoken), note: null });
  return openTicketOfCall(ctx, call, {
    subject: (await wordsOf(ctx, call)).subject,
    note: null,
    ownerId: null,
    departmentId: departmentOf(connection, call.queue),
    priorityId: null,
  });
}

/** A call that became known late was there to be heard when somebody spoke with the caller after it, and else was not. */
function atOf(ctx: Context, call: CallToSettle, ticketId: string, wasSpoken: boolean): Promise<Date> | Date {
  return wasSpoken ? call.started_at : instantOfWord(ctx, ticketId, call.started_at);
}

/** A call that was dialled from a ticket, or whose caller said in a menu that it is about one, says its number. */
async function ticketNamed(ctx: Context, call: CallToSettle): Promise<string | null> {
  const { ticket } = call.custom as { ticket?: string };
  return ticket === undefined ? null : ticketOfNumber(ctx, ticket);
}

async function layOnNamedTicket(ctx: Context, call: CallToSettle): Promise<boolean> {
  const ticketId = isOpen(call) ? await ticketNamed(ctx, call) : null;
  if (ticketId === null) return false;
  const laidOn = await layCallOn(ctx, call, ticketId, { at: call.started_at, note: null });
  await handleByCall(ctx, call, laidOn);
  await classifiedByRule(ctx, call.id, 'ticket');
  return true;
}

/** We spoke with them: their missed calls until then are handled, and the ticket that the call itself opened. */
async function handleCallBacks(
  ctx: Context,
  connection: ConnectionRecord,
  call: CallToSettle,
): Promise<string[]> {
  const until = call.answered_at ?? call.started_at;
  const since = new Date(until.getTime() - connection.callback_days * dayMs);
  const waiting = call.party === null ? [] : await waitingCallBacks(ctx, call.party, { since, until });
  const own = call.direction === 'in' && call.ticket_id !== null ? [call.ticket_id] : [];
  for (const ticketId of new Set([...own, ...waiting])) await handleByCall(ctx, call, ticketId);
  return waiting;
}

async function ignore(ctx: Context, call: CallToSettle, reason: `rule:${LedgerRule}`): Promise<void> {
  if (!isOpen(call)) return;
  await markCall(ctx, call.id, { is_unclassified: false });
  await ignoreCallRow(ctx, call.intake_id, reason, (await wordsOf(ctx, call)).text);
}

function classifiedByRule(ctx: Context, id: string, as: 'ticket' | 'new_ticket'): Promise<void> {
  return markCall(ctx, id, { is_unclassified: false, classified_as: as, classified_at: ctx.now() });
}

const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * dayMs);

import { wireIdOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { settleArrivals } from '../intake/arrivals.service.ts';
import { settleCallRow } from '../intake/calls.service.ts';
import { firstStatus, plainArrival } from '../intake/open.service.ts';
import { keepMessage } from '../messages/write.service.ts';
import { readTenant } from '../tenants/tenants.service.ts';
import { changeTicketOf } from '../tickets/change.service.ts';
import { recordEvents, recordHandling, refreshWaiting } from '../tickets/evidence.service.ts';
import { requirePresent } from '../tickets/links.service.ts';
import { type CallToSettle, claimHandling, shareAccount } from './settle.sql.ts';
import { subjectOf, textOf } from './words.ts';

// How a call becomes a message of a ticket, and evidence; in the transaction of the verb that decides it.

/** The sentences that Pniya writes of a call. */
export async function wordsOf(ctx: Context, call: CallToSettle): Promise<{ subject: string; text: string }> {
  const [{ users }, { language }] = await Promise.all([
    ctx.lists.of(ctx.tenantId),
    readTenant(ctx.db, ctx.tenantId),
  ]);
  const words = {
    ...call,
    party: call.direction === 'in' ? call.from_shown : call.to_shown,
    userName: call.user_id === null ? call.answered_by : (users.get(call.user_id)?.name ?? null),
  };
  return { subject: subjectOf(words, language), text: textOf(words, language) };
}

interface NewTicket {
  readonly subject: string;
  readonly note: string | null;
  readonly ownerId: string | null;
  readonly departmentId: string | null;
  readonly priorityId: string | null;
}

/** Opens the ticket of a call: the customer waits since they called. Answers the ticket's uuid. */
export async function openTicketOfCall(ctx: Context, call: CallToSettle, given: NewTicket): Promise<string> {
  const { text } = await wordsOf(ctx, call);
  const shown = call.direction === 'in' ? call.from_shown : call.to_shown;
  const arrival = plainArrival(ctx, {
    channel: 'phone',
    intake_id: call.intake_id,
    subject: given.subject,
    text: withNote(text, given.note),
    status_id: firstStatus(await ctx.lists.of(ctx.tenantId)),
    at: call.started_at.toISOString(),
    sender: shown || null,
    account_id: call.account_id,
    account_name: shown || null,
    phone: call.party === null ? null : shown,
    owner_id: given.ownerId,
    department_id: given.departmentId,
    priority_id: given.priorityId,
  });
  const [number = null] = await settleArrivals(ctx, [arrival]);
  if (number === null) throw new Error('the ledger row of a call was settled meanwhile');
  if (call.party !== null) await shareAccount(ctx, arrival.ticket_id, call.party);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(arrival.ticket_id)] });
  return arrival.ticket_id;
}

/**
 * Lays a call on a ticket as a message at the instant when it began. A missed one opens a closed ticket again. Answers the
 * ticket that it lies on: of one that was merged, where it went.
 */
export async function layCallOn(
  ctx: Context,
  call: CallToSettle,
  ticketId: string,
  given: { readonly at: Date; readonly note: string | null },
): Promise<string> {
  const ticket = await requirePresent(ctx, ticketId);
  const { text } = await wordsOf(ctx, call);
  const messageId = newId();
  const isTheirs = call.direction === 'in';
  await keepMessage(ctx, {
    id: messageId,
    ticketId: ticket.id,
    channel: 'phone',
    direction: isTheirs ? 'inbound' : 'outbound',
    author: authorOf(call),
    text: withNote(text, given.note),
    intakeId: call.intake_id,
    createdAt: given.at,
  });
  await settleCallRow(ctx, call.intake_id, { ticketId: ticket.id, messageId, title: text });
  if (isTheirs)
    await recordEvents(ctx, [
      { ticketId: ticket.id, kind: 'message_received', detail: { message: wireIdOf(messageId) } },
    ]);
  if (ticket.closed_at !== null && call.result !== 'answered')
    await changeTicketOf(ctx, ticket.id, { status: firstStatus(await ctx.lists.of(ctx.tenantId)) });
  await refreshWaiting(ctx, [ticket.id]);
  if (call.party !== null) await shareAccount(ctx, ticket.id, call.party);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(ticket.id)] });
  return ticket.id;
}

function authorOf(call: CallToSettle): string {
  if (call.direction === 'out') return call.user_id === null ? 'system' : `user:${call.user_id}`;
  return call.account_id === null ? 'sender' : `account:${call.account_id}`;
}

const withNote = (text: string, note: string | null) => (note === null ? text : `${text}\n\n${note}`);

type Spoken = Pick<CallToSettle, 'id' | 'answered_at' | 'started_at' | 'user_id'>;

/** A call in which somebody spoke is evidence that what the customer said before it is handled; once for each ticket. */
export async function handleByCall(ctx: Context, call: Spoken, ticketId: string): Promise<void> {
  const { id: presentId } = await requirePresent(ctx, ticketId);
  const handlingId = newId();
  if (!(await claimHandling(ctx, call.id, presentId, handlingId))) return;
  await recordHandling(ctx, {
    id: handlingId,
    ticketId: presentId,
    kind: 'call',
    // Not its end: what the customer wrote while we spoke may be about something else.
    at: call.answered_at ?? call.started_at,
    messageId: null,
    userId: call.user_id,
    reason: null,
  });
  await recordEvents(ctx, [
    {
      ticketId: presentId,
      kind: 'call_answered',
      detail: { call: wireIdOf(call.id), handling: wireIdOf(handlingId) },
    },
  ]);
  await refreshWaiting(ctx, [presentId]);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(presentId)] });
}

import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { lookAgain } from '../../database/look-again.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, Problem } from '../../problem.ts';
import { emailOf, insertAccounts, matchAccounts } from '../accounts/accounts.service.ts';
import { firstStatusOf, type Locked, requireLocked, requireUnmerged } from './change.service.ts';
import { insertTicket, type MovedMessage, mailboxOf, messagesOf, pointingTo } from './moves.sql.ts';
import type { MoveKind } from './moves.ts';
import { relocate } from './relocate.service.ts';
import { findTicket, lockTickets } from './tickets.sql.ts';

/** What was done: the other ticket (uuid), and the history line of the one that was left, as on the wire. */
export interface Moved {
  readonly toId: string;
  readonly eventIds: readonly string[];
}

/** No conversation is longer; whoever merges more than that has a loop of machines, not an inquiry. */
const mostMessages = 10_000;

/**
 * Moves messages to another ticket of the tenant; when they are all there is, the ticket is merged into that one. Throws
 * not_found, bad_request for a message that is not the ticket's or an unknown ticket, conflict ticket_merged, same_ticket.
 */
export async function moveMessagesOf(
  ctx: Context,
  ticketId: string,
  messageIds: readonly string[],
  toId: string,
): Promise<Moved> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const { from, to } = await lockBoth(tx, ticketId, toId, 'to');
    const { all, isAll, chosen } = await chosenOf(tx, ticketId, messageIds);
    return isAll ? put(tx, 'merge', from, to, all) : put(tx, 'move', from, to, chosen);
  });
}

/** Merges a ticket into another: all that it has goes there, it is closed, and its number leads there. Throws as moveMessagesOf. */
export async function mergeTicketOf(ctx: Context, ticketId: string, intoId: string): Promise<Moved> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const { from, to } = await lockBoth(tx, ticketId, intoId, 'into');
    return put(tx, 'merge', from, to, await messagesOf(tx, ticketId, mostMessages));
  });
}

/**
 * Makes a ticket of its own of some messages: the customer is who wrote them, its words wait as they did. Throws not_found,
 * bad_request, conflict ticket_merged, and nothing_left when no message would stay.
 */
export async function splitTicketOf(
  ctx: Context,
  ticketId: string,
  messageIds: readonly string[],
  subject: string | undefined,
): Promise<Moved> {
  requirePermission(ctx, 'tickets:write');
  return inTransaction(ctx, async (tx) => {
    const from = requireUnmerged(await requireLocked(tx, ticketId));
    const { isAll, chosen } = await chosenOf(tx, ticketId, messageIds);
    if (isAll) throw new Problem('conflict', 'nothing_left');
    const to = await openSplit(tx, from, chosen, subject);
    return put(tx, 'split', from, to, chosen);
  });
}

async function put(
  ctx: Context,
  kind: MoveKind,
  from: Locked,
  to: Locked,
  messages: readonly MovedMessage[],
): Promise<Moved> {
  const eventId = await relocate(ctx, { kind, from, to, messageIds: idsOf(messages) });
  return { toId: to.id, eventIds: [wireIdOf(eventId)] };
}

const idsOf = (messages: readonly MovedMessage[]) => messages.map(({ id }) => id);

/**
 * Both tickets, and those that lead to the one that is left: where they lead changes with a merge. All are locked at once, in one
 * order: two who merge the same tickets the other way round wait for each other at the first lock.
 */
function lockBoth(
  ctx: Context,
  fromId: string,
  givenId: string,
  field: 'to' | 'into',
): Promise<{ from: Locked; to: Locked }> {
  let toId = givenId;
  return lookAgain(ctx.db, async () => {
    const locked = await lockTickets(ctx, [fromId, toId, ...(await pointingTo(ctx, fromId))]);
    const from = locked.get(fromId);
    if (!from) throw new Problem('not_found', 'not_found');
    requireUnmerged(from);
    const given = locked.get(givenId) ?? (await findTicket(ctx, { id: givenId }));
    if (!given) throw badFields([{ field, code: 'unknown_value' }]);
    const toIdNow = given.merged_into_id ?? givenId;
    const to = locked.get(toIdNow);
    const isAll = (await pointingTo(ctx, fromId)).every((id) => locked.has(id));
    toId = toIdNow;
    if (!to || !isAll) return;
    if (to.id === from.id) throw new Problem('conflict', 'same_ticket');
    return { from, to };
  });
}

async function chosenOf(ctx: Context, ticketId: string, messageIds: readonly string[]) {
  const all = await messagesOf(ctx, ticketId, mostMessages);
  const wanted = new Set(messageIds);
  const seen = all.filter(({ state }) => state !== 'withdrawn');
  const chosen = seen.filter(({ id }) => wanted.has(id));
  if (chosen.length !== wanted.size) throw badFields([{ field: 'message_ids', code: 'unknown_value' }]);
  return { all, chosen, isAll: chosen.length === seen.length };
}

/** The ticket of a split, as yet without its messages. */
async function openSplit(
  ctx: Context,
  from: Locked,
  chosen: readonly MovedMessage[],
  subject: string | undefined,
): Promise<Locked> {
  const first = chosen.find(({ direction, is_automatic }) => direction === 'inbound' && !is_automatic);
  const writer = await writerOf(ctx, from, first);
  const id = newId();
  await insertTicket(ctx, {
    id,
    subject: subject ?? (withoutNumbers(first?.subject ?? '') || from.subject),
    channel: first && first.channel !== 'note' ? first.channel : from.channel,
    owner_id: from.owner_id,
    department_id: from.department_id,
    priority_id: from.priority_id,
    status_id: firstStatusOf(await ctx.lists.of(ctx.tenantId), 'open'),
    mailbox_id: (first?.intake_id ? await mailboxOf(ctx, first.intake_id) : null) ?? from.mailbox_id,
    created_at: chosen[0]?.created_at ?? ctx.now(),
    ...writer,
  });
  return requireLocked(ctx, id);
}

/** The subject of a mail without the numbers of tickets that it answers. */
const withoutNumbers = (subject: string) =>
  subject.replace(/\s*[\u2066-\u2069]*\[#\d+\][\u2066-\u2069]*/g, '').trim();

/** Whose inquiry it is: of who wrote it, and of the ticket's customer where that is nobody else. */
async function writerOf(ctx: Context, from: Locked, message: MovedMessage | undefined) {
  const email = message?.from_address ? emailOf(message.from_address) : null;
  const same = { account_id: from.account_id, email: from.email, phone: from.phone };
  if (email === null || email === from.email?.toLowerCase()) return same;
  const [accounts = []] = await matchAccounts(ctx.db, [{ tenantId: ctx.tenantId, email, phone: null }]);
  if (from.account_id !== null && accounts.includes(from.account_id)) return { ...same, email };
  if (accounts.length > 0)
    return { account_id: accounts.length === 1 ? (accounts[0] ?? null) : null, email, phone: null };
  const account = { tenantId: ctx.tenantId, id: newId(), email, phone: null, phoneShown: null };
  const made = await insertAccounts(ctx.db, [{ ...account, name: message?.from_name || email }]);
  return { account_id: made.has(account.id) ? account.id : null, email, phone: null };
}

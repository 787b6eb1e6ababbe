import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction } from '../../context.ts';
import {
  type FileToKeep,
  keepAttachments,
  keepAttachmentsOf,
  keepMessage,
  type MessageToKeep,
} from '../messages/write.service.ts';
import { changeTicketOf, firstStatusOf, type Locked } from '../tickets/change.service.ts';
import { instantOfWord, recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { lockPresent, requirePresent } from '../tickets/links.service.ts';
import { type Arrival, settleArrivals } from './arrivals.service.ts';
import { namedMeanwhile } from './arrive.sql.ts';
import { settleRow } from './intake.sql.ts';
import { claimNames, lockRow } from './names.sql.ts';

/** A ledger row that waits, as the ticket that it opens. */
interface ItemToOpen {
  readonly arrival: Arrival;
  readonly files: readonly FileToKeep[];
}

/**
 * Opens the ticket of a ledger row that waits, with its attachments, in one transaction with others that wait. Null when the
 * row was settled meanwhile, `named` when a mail came in meanwhile that it answers or that answers it, so that its ticket has to
 * be looked for again; nothing was written then.
 */
export async function openTicketOfItem(
  ctx: Context,
  arrival: Arrival,
  files: readonly FileToKeep[],
): Promise<number | 'named' | null> {
  const run = (items: readonly ItemToOpen[]) => settleItems(ctx, items);
  const opened = await ctx.writer.write({ name: 'items', run }, { arrival, files });
  if (typeof opened === 'number') ctx.announce({ kind: 'ticket', ids: [wireIdOf(arrival.ticket_id)] });
  return opened;
}

/** Items of several tenants may wait together. */
async function settleItems(ctx: Context, items: readonly ItemToOpen[]): Promise<(number | 'named' | null)[]> {
  const apart = notNamingOthers(items.map(({ arrival }) => arrival));
  const chosen = items.filter(({ arrival }) => apart.has(arrival));
  const opened = await inTransaction(ctx, async (tx) => {
    await claimNames(
      tx.db,
      chosen.flatMap(({ arrival }) => namesOf(arrival)),
    );
    const numbers = await settleArrivals(
      tx,
      chosen.map(({ arrival }) => arrival),
    );
    await keepAttachmentsOf(
      tx,
      chosen.flatMap(({ arrival, files }, index) =>
        numbers[index] ? { tenantId: arrival.tenant_id, messageId: arrival.message_id, files } : [],
      ),
    );
    return numbers;
  });
  const numbers = new Map(chosen.map(({ arrival }, index) => [arrival, opened[index] ?? null]));
  return items.map(({ arrival }) => {
    const number = numbers.has(arrival) ? (numbers.get(arrival) ?? null) : namedMeanwhile;
    return number === namedMeanwhile ? 'named' : number;
  });
}

/** Those that no earlier one of them answers or is answered by: the others find it once it is written. */
function notNamingOthers(arrivals: readonly Arrival[]): ReadonlySet<Arrival> {
  const borne = new Set<string>();
  const answered = new Set<string>();
  const apart = arrivals.filter((arrival) => {
    const { tenant_id: tenant, mail_id, in_reply_to, awaited_ids = [], awaited_answer = null } = arrival;
    if (awaited_ids.some((id) => borne.has(`${tenant} ${id}`))) return false;
    if (awaited_answer !== null && answered.has(`${tenant} ${awaited_answer}`)) return false;
    if (mail_id !== null) borne.add(`${tenant} ${mail_id}`);
    if (in_reply_to !== null) answered.add(`${tenant} ${in_reply_to}`);
    return true;
  });
  return new Set(apart);
}

/** What other mails may know it by, or wait for it by. */
function namesOf({ tenant_id: tenantId, mail_id, awaited_ids = [] }: Arrival) {
  return [...(mail_id === null ? [] : [mail_id]), ...awaited_ids].map((name) => ({ tenantId, name }));
}

/**
 * Adds the customer's word that a waiting ledger row brought to a known ticket, in one transaction: the clock starts, a closed
 * ticket opens again. False when the row was settled meanwhile.
 */
export async function addWordOfItem(
  ctx: Context,
  message: MessageToKeep & { intakeId: string; contentKey: Buffer | null },
  files: readonly FileToKeep[],
): Promise<boolean> {
  const add = async (tx: Context) => {
    const row = await lockRow(tx, message.intakeId, message.mailId ?? null);
    if (!row || !['pending', 'quarantined'].includes(row.state)) return false;
    const ticket = await lockPresent(tx, message.ticketId);
    if (ticket === null) throw new MovedMeanwhileError();
    await putWord(tx, ticket, message, files);
    await settleRow(tx, row.id, [row.state], {
      state: 'ticket',
      settled_at: tx.now(),
      ticket_id: ticket.id,
      message_id: message.id,
      title: message.subject?.slice(0, 200) ?? null,
      sender: message.fromAddress ?? null,
      content_key: message.contentKey,
      reason: null,
      error: null,
    });
    return true;
  };
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(ctx, add);
    } catch (error) {
      if (!(error instanceof MovedMeanwhileError) || tries === mostTries) throw error;
    }
  }
}

/** Each time somebody merged the ticket, or took that back, since the try began. */
const mostTries = 20;

/** Lets go of what was locked, so that nobody waits for one ticket while others wait for theirs. */
class MovedMeanwhileError extends Error {
  constructor() {
    super('its ticket led to another one each time');
  }
}

/**
 * A word of the customer on a known ticket, or where that was merged into; the caller's transaction holds its ledger row.
 * Answers the ticket.
 */
export async function addWord(
  ctx: Context,
  message: MessageToKeep,
  files: readonly FileToKeep[],
): Promise<string> {
  const ticket = await requirePresent(ctx, message.ticketId); // first of all: somebody may be closing it
  await putWord(ctx, ticket, message, files);
  return ticket.id;
}

async function putWord(
  ctx: Context,
  ticket: Locked,
  message: MessageToKeep,
  files: readonly FileToKeep[],
): Promise<void> {
  const { id: ticketId } = ticket;
  const createdAt = await instantOfWord(ctx, ticketId, message.createdAt);
  await keepMessage(ctx, { ...message, ticketId, createdAt });
  await keepAttachments(ctx, message.id, files);
  await recordEvents(ctx, [
    { ticketId, kind: 'message_received', detail: { message: wireIdOf(message.id) } },
  ]);
  if (ticket.closed_at !== null)
    await changeTicketOf(ctx, ticketId, {
      status: firstStatusOf(await ctx.lists.of(ctx.tenantId), 'open'),
    });
  await refreshWaiting(ctx, [ticketId]);
  ctx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
}

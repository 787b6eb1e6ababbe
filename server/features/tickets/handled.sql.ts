import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';

/**
 * The predicate "handled", and waiting_since that follows from it: a ticket is handled when each word of the customer
 * (an inbound message that no machine wrote) is covered by a handling of the same instant or later that nobody undid.
 * waiting_since is the earliest word that is not covered. A word that waited when it was moved here is covered by nothing that
 * was said here without it (covered_after).
 */
const isUncoveredWord = sql<boolean>`word.tenant_id = tickets.tenant_id and word.ticket_id = tickets.id
  and word.direction = 'inbound' and not word.is_automatic
  and greatest(word.created_at, word.covered_after) > coalesce((
    select max(handling.at) from handlings as handling
    where handling.tenant_id = tickets.tenant_id and handling.ticket_id = tickets.id and handling.undone_at is null
  ), '-infinity')`;
const uncovered = sql<Date | null>`(select min(word.created_at) from messages as word where ${isUncoveredWord})`;

interface WaitingWord {
  readonly id: string;
  readonly ticket_id: string;
}

/** The words of these tickets that nothing covers. */
export async function waitingWords(
  ctx: Context,
  ticketIds: readonly string[],
): Promise<readonly WaitingWord[]> {
  const { rows } = await sql<WaitingWord>`
    select word.id, word.ticket_id from tickets join messages as word on ${isUncoveredWord}
    where tickets.tenant_id = ${ctx.tenantId} and tickets.id = any(${[...ticketIds]}::uuid[])`.execute(
    ctx.db,
  );
  return rows;
}

/**
 * Sets waiting_since to what the predicate says; to be called in the transaction that added a word or a handling. The tickets
 * are locked by a statement of its own: one that waited for the lock would see the words of the moment before it waited.
 */
export async function refreshWaiting(ctx: Context, ticketIds: readonly string[]): Promise<void> {
  await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', [...ticketIds])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  await ctx.db
    .updateTable('tickets')
    .set({ waiting_since: uncovered, updated_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', [...ticketIds])
    .execute();
}

/** Tickets whose column and predicate disagree; there must never be one. Read by tests and by `pniya doctor`. */
export function waitingMistakes(ctx: Context, limit: number) {
  return ctx.db
    .selectFrom('tickets')
    .select(['id', 'number', 'waiting_since', uncovered.as('should_be')])
    .where('tenant_id', '=', ctx.tenantId)
    .where(sql<boolean>`waiting_since is distinct from ${uncovered}`)
    .limit(limit)
    .execute();
}

/** When we last said something that covers, or will once it is accepted, what the customer said before; null: never. */
export function lastSaidAt(ctx: Context, ticketId: string): Promise<Date | null> {
  return lastSaid(ctx, sql`ticket_id = ${ticketId}`, sql`ticket_id = ${ticketId}`);
}

/** The same of these messages and handlings alone. */
export function saidBy(
  ctx: Context,
  messageIds: readonly string[],
  handlingIds: readonly string[],
): Promise<Date | null> {
  return lastSaid(ctx, sql`id = any(${[...messageIds]}::uuid[])`, sql`id = any(${[...handlingIds]}::uuid[])`);
}

/** A forward says nothing to the customer, nor does what was taken back before it left. */
async function lastSaid(
  ctx: Context,
  messages: RawBuilder<unknown>,
  handlings: RawBuilder<unknown>,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select greatest(
    (select max(at) from handlings
      where tenant_id = ${ctx.tenantId} and ${handlings} and undone_at is null),
    (select max(created_at) from messages
      where tenant_id = ${ctx.tenantId} and ${messages} and direction = 'outbound' and not is_automatic
        and kind is null and not exists (select from deliveries where deliveries.tenant_id = messages.tenant_id
          and deliveries.message_id = messages.id and deliveries.state = 'withdrawn'))
  ) as at`.execute(ctx.db);
  return rows[0]?.at ?? null;
}

export interface NewHandling {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: 'reply' | 'call' | 'reason';
  readonly at: Date;
  readonly messageId: string | null;
  readonly userId: string | null;
  readonly reason: string | null;
}

/** A reply that was already recorded as accepted is not recorded again. */
export async function insertHandling(ctx: Context, handling: NewHandling): Promise<void> {
  await ctx.db
    .insertInto('handlings')
    .values({
      tenant_id: ctx.tenantId,
      id: handling.id,
      ticket_id: handling.ticketId,
      kind: handling.kind,
      at: handling.at,
      message_id: handling.messageId,
      user_id: handling.userId,
      reason: handling.reason,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function undoHandling(ctx: Context, id: string): Promise<void> {
  await ctx.db
    .updateTable('handlings')
    .set({ undone_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/** Takes back what a reply was the evidence of. False when it is evidence of nothing, or no longer. */
export async function undoReply(ctx: Context, messageId: string): Promise<boolean> {
  const result = await ctx.db
    .updateTable('handlings')
    .set({ undone_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .where('kind', '=', 'reply')
    .where('undone_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The latest handling that stands, with what the recipient's server said. */
export function latestHandling(ctx: Context, ticketId: string) {
  return ctx.db
    .selectFrom('handlings')
    .leftJoin('deliveries', (join) =>
      join
        .onRef('deliveries.tenant_id', '=', 'handlings.tenant_id')
        .onRef('deliveries.message_id', '=', 'handlings.message_id'),
    )
    .selectAll('handlings')
    .select('deliveries.server_answer')
    .where('handlings.tenant_id', '=', ctx.tenantId)
    .where('handlings.ticket_id', '=', ticketId)
    .where('handlings.undone_at', 'is', null)
    .orderBy('handlings.at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Kept, MoveKind } from './moves.ts';

/** The messages of a ticket, oldest first, `most` at most; also mail that was taken back before it left, which nobody sees. */
export async function messagesOf(ctx: Context, ticketId: string, most: number) {
  return ctx.db
    .selectFrom('messages')
    .leftJoin('deliveries', (join) =>
      join
        .onRef('deliveries.tenant_id', '=', 'messages.tenant_id')
        .onRef('deliveries.message_id', '=', 'messages.id'),
    )
    .select(['messages.id', 'channel', 'direction', 'is_automatic', 'from_address', 'from_name'])
    .select(['subject', 'intake_id', 'created_at', 'deliveries.state'])
    .where('messages.tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .orderBy('messages.id')
    .limit(most)
    .execute();
}

export type MovedMessage = Awaited<ReturnType<typeof messagesOf>>[number];

/** Messages and their ledger rows in one statement: the ledger names a message together with its ticket, and that holds at its end. */
export async function putMessages(ctx: Context, messageIds: readonly string[], toId: string): Promise<void> {
  await sql`
    with moved as (
      update messages set ticket_id = ${toId} where tenant_id = ${ctx.tenantId} and id = any(${[...messageIds]}::uuid[])
      returning tenant_id, id
    )
    update intake set ticket_id = ${toId} from moved
    where intake.tenant_id = ${ctx.tenantId} and intake.message_id = moved.id and intake.id = any(array(
      select intake_id from messages where tenant_id = ${ctx.tenantId} and id = any(${[...messageIds]}::uuid[]) and intake_id is not null))`.execute(
    ctx.db,
  );
}

/** The evidence that goes along with messages; all of a ticket's, also what a person recorded, where `isWhole`. */
export async function handlingsWith(
  ctx: Context,
  ticketId: string,
  messageIds: readonly string[],
  isWhole: boolean,
): Promise<string[]> {
  let query = ctx.db
    .selectFrom('handlings')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId);
  if (!isWhole && messageIds.length === 0) return [];
  if (!isWhole) query = query.where('message_id', 'in', [...messageIds]);
  return (await query.execute()).map(({ id }) => id);
}

export async function putHandlings(ctx: Context, ids: readonly string[], toId: string): Promise<void> {
  if (ids.length === 0) return;
  const moved = await ctx.db
    .updateTable('handlings')
    .set({ ticket_id: toId })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', [...ids])
    .returning(['id', 'kind'])
    .execute();
  const ofCalls = moved.filter(({ kind }) => kind === 'call').map(({ id }) => id);
  if (ofCalls.length === 0) return;
  // Whoever classifies the call anew finds its evidence where it is now.
  await sql`update call_handlings as claim set ticket_id = ${toId}
    where tenant_id = ${ctx.tenantId} and handling_id = any(${ofCalls}::uuid[])
      and not exists (select from call_handlings as other where other.tenant_id = ${ctx.tenantId}
        and other.call_id = claim.call_id and other.ticket_id = ${toId})`.execute(ctx.db);
}

/** Words that wait go on waiting, whatever was said by `said` at the place where they are now. Answers what was changed. */
export async function keepWaiting(
  ctx: Context,
  wordIds: readonly string[],
  said: Date | null,
): Promise<Kept['covered']> {
  if (said === null || wordIds.length === 0) return [];
  const { rows } = await sql<{ id: string; before: Date | null }>`
    with kept as (
      select id, covered_after as before from messages
      where tenant_id = ${ctx.tenantId} and id = any(${[...wordIds]}::uuid[]) and greatest(created_at, covered_after) <= ${said}
    ), changed as (
      update messages set covered_after = ${said}::timestamptz + interval '1 millisecond' from kept
      where messages.tenant_id = ${ctx.tenantId} and messages.id = kept.id
    )
    select id, before from kept`.execute(ctx.db);
  return rows.map(({ id, before }) => ({ id, before: before?.toISOString() ?? null }));
}

export async function restoreCovered(ctx: Context, covered: Kept['covered']): Promise<void> {
  await sql`update messages set covered_after = given.before
    from json_to_recordset(${JSON.stringify(covered)}::json) as given (id uuid, before timestamptz)
    where messages.tenant_id = ${ctx.tenantId} and messages.id = given.id`.execute(ctx.db);
}

/** The tickets that were merged into this one. */
export async function pointingTo(ctx: Context, id: string): Promise<string[]> {
  const query = ctx.db.selectFrom('tickets').select('id').where('tenant_id', '=', ctx.tenantId);
  return (await query.where('merged_into_id', '=', id).execute()).map((row) => row.id);
}

/** What was merged into a ticket leads to another from now on. Answers which. */
export async function pointOn(ctx: Context, fromId: string, toId: string): Promise<string[]> {
  const rows = await ctx.db
    .updateTable('tickets')
    .set({ merged_into_id: toId })
    .where('tenant_id', '=', ctx.tenantId)
    .where('merged_into_id', '=', fromId)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function pointBack(ctx: Context, ids: readonly string[], toId: string): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .updateTable('tickets')
    .set({ merged_into_id: toId })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', 'in', [...ids])
    .execute();
}

export interface MoveRow {
  readonly event_id: string;
  readonly ticket_id: string;
  readonly to_id: string;
  readonly arrival_id: string;
  readonly kind: MoveKind;
  readonly kept: Kept;
}

export async function insertMove(ctx: Context, { kept, ...row }: MoveRow): Promise<void> {
  const values = { ...row, tenant_id: ctx.tenantId, kept: JSON.stringify(kept) };
  await ctx.db.insertInto('moves').values(values).execute();
}

/** The move that a history line tells of, unless it was taken back. */
export async function findMove(
  ctx: Context,
  ticketId: string,
  eventId: string,
): Promise<MoveRow | undefined> {
  const row = await ctx.db
    .selectFrom('moves')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('event_id', '=', eventId)
    .where('undone_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, kind: row.kind as MoveKind, kept: row.kept as unknown as Kept };
}

/** The tickets that taking back these moves of a ticket changes besides it: where the messages went, and what leads there. */
export async function othersOfMoves(
  ctx: Context,
  ticketId: string,
  eventIds: readonly string[],
): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('moves')
    .select(['to_id', 'kept'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('event_id', 'in', [...eventIds])
    .execute();
  return rows.flatMap(({ to_id, kept }) => [to_id, ...(kept as unknown as Kept).pointed]);
}

export async function markUndone(ctx: Context, eventId: string): Promise<void> {
  await ctx.db
    .updateTable('moves')
    .set({ undone_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('event_id', '=', eventId)
    .execute();
}

/** Whether a ticket has all of these messages, and nothing was said or recorded there since a history line but them. */
export async function isAsLeft(
  ctx: Context,
  ticketId: string,
  messageIds: readonly string[],
  sinceEventId: string,
): Promise<boolean> {
  const ids = [...messageIds];
  const { rows } = await sql<{ is_as_left: boolean }>`select
    (select count(*) from messages where tenant_id = ${ctx.tenantId} and ticket_id = ${ticketId} and id = any(${ids}::uuid[])) = ${ids.length}
    and not exists (select from messages where tenant_id = ${ctx.tenantId} and ticket_id = ${ticketId} and id > ${sinceEventId}
      and direction <> 'internal' and id <> all(${ids}::uuid[]))
    and not exists (select from handlings where tenant_id = ${ctx.tenantId} and ticket_id = ${ticketId} and id > ${sinceEventId}
      and kind <> 'reply' and undone_at is null) as is_as_left`.execute(ctx.db);
  return rows[0]?.is_as_left === true;
}

export interface NewTicket {
  readonly id: string;
  readonly subject: string;
  readonly channel: string;
  readonly account_id: string | null;
  readonly owner_id: string | null;
  readonly department_id: string | null;
  readonly priority_id: string | null;
  readonly status_id: string;
  readonly mailbox_id: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly created_at: Date;
}

/** A ticket that a split makes; its number is the next. */
export async function insertTicket(ctx: Context, ticket: NewTicket): Promise<number> {
  const { rows } = await sql<{ value: number }>`update tenant_counters set value = value + 1
    where tenant_id = ${ctx.tenantId} and name = 'ticket' returning value`.execute(ctx.db);
  const number = rows[0]?.value ?? 0;
  const row = { ...ticket, tenant_id: ctx.tenantId, number, updated_at: ctx.now() };
  await ctx.db.insertInto('tickets').values(row).execute();
  return number;
}

/** The mailbox by which a message came; null for what came otherwise. */
export async function mailboxOf(ctx: Context, intakeId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select mailboxes.id from intake
    join mailboxes on mailboxes.tenant_id = intake.tenant_id and mailboxes.id::text = intake.source
    where intake.tenant_id = ${ctx.tenantId} and intake.id = ${intakeId} and intake.channel = 'email'`.execute(
    ctx.db,
  );
  return rows[0]?.id ?? null;
}

import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

export type CallToSettle = Selectable<DB['calls']> & {
  readonly intake_state: string;
  readonly intake_reason: string | null;
  readonly ticket_id: string | null;
  readonly message_id: string | null;
};

/** The call with its ledger row; the row of the call is locked. */
export async function lockCall(ctx: Context, id: string): Promise<CallToSettle | undefined> {
  const { rows } = await sql<CallToSettle>`
    select calls.*, intake.state as intake_state, intake.reason as intake_reason, intake.ticket_id, intake.message_id
    from calls join intake on intake.tenant_id = ${ctx.tenantId} and intake.id = calls.intake_id
    where calls.tenant_id = ${ctx.tenantId} and calls.id = ${id} for update of calls`.execute(ctx.db);
  return rows[0];
}

/** What follows from calls of one number is decided one call after the other. */
export async function lockCaller(ctx: Context, number: string): Promise<void> {
  await sql`insert into callers (tenant_id, number, called_at) values (${ctx.tenantId}, ${number}, ${ctx.now()})
    on conflict (tenant_id, number) do update set called_at = excluded.called_at`.execute(ctx.db);
}

interface CallBack {
  readonly ticket_id: string;
  readonly waiting_since: Date | null;
}

/** The ticket that a missed call joins: of a missed call of the same number within the time, or one that waits still. */
export async function callBackToJoin(
  ctx: Context,
  call: { readonly id: string; readonly party: string; readonly started_at: Date },
  windowMinutes: number,
): Promise<string | null> {
  const { rows } = await sql<CallBack>`
    select ticket.id as ticket_id, ticket.waiting_since
    from calls as earlier
    join intake on intake.tenant_id = ${ctx.tenantId} and intake.id = earlier.intake_id
    join tickets as ticket on ticket.tenant_id = ${ctx.tenantId} and ticket.id = intake.ticket_id
    where earlier.tenant_id = ${ctx.tenantId} and earlier.party = ${call.party} and earlier.id <> ${call.id}
      and earlier.direction = 'in' and earlier.result <> 'answered' and ticket.merged_into_id is null
      and ((ticket.waiting_since is not null and ticket.closed_at is null)
        or abs(extract(epoch from earlier.started_at - ${call.started_at}::timestamptz)) <= ${windowMinutes * 60}::int)
    order by earlier.started_at desc limit 1`.execute(ctx.db);
  return rows[0]?.ticket_id ?? null;
}

/** Tickets that wait because of missed calls of the number between these instants, newest first. */
export async function waitingCallBacks(
  ctx: Context,
  party: string,
  between: { readonly since: Date; readonly until: Date },
): Promise<string[]> {
  const { rows } = await sql<CallBack>`
    select ticket.id as ticket_id, max(missed.started_at) as at
    from calls as missed
    join intake on intake.tenant_id = ${ctx.tenantId} and intake.id = missed.intake_id
    join tickets as ticket on ticket.tenant_id = ${ctx.tenantId} and ticket.id = intake.ticket_id
    where missed.tenant_id = ${ctx.tenantId} and missed.party = ${party}
      and missed.started_at between ${between.since} and ${between.until}
      and missed.direction = 'in' and missed.result <> 'answered'
      and ticket.waiting_since <= ${between.until} and ticket.merged_into_id is null
    group by ticket.id order by at desc`.execute(ctx.db);
  return rows.map((row) => row.ticket_id);
}

/** The first call with the number after an instant in which somebody spoke. */
export async function answeredAfter(
  ctx: Context,
  party: string,
  between: { readonly since: Date; readonly until: Date },
) {
  return ctx.db
    .selectFrom('calls')
    .select(['id', 'answered_at', 'started_at', 'user_id'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('party', '=', party)
    .where('started_at', '<=', between.until)
    .where('answered_at', '>=', between.since)
    .where('result', '=', 'answered')
    .orderBy('started_at')
    .limit(1)
    .executeTakeFirst();
}

/** False when the call is evidence of this ticket already. */
export async function claimHandling(
  ctx: Context,
  callId: string,
  ticketId: string,
  handlingId: string,
): Promise<boolean> {
  const result = await ctx.db
    .insertInto('call_handlings')
    .values({ tenant_id: ctx.tenantId, call_id: callId, ticket_id: ticketId, handling_id: handlingId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The evidence that a call is, taken out: of one ticket, or of all. */
export async function releaseHandlings(ctx: Context, callId: string, ticketId?: string) {
  let query = ctx.db
    .deleteFrom('call_handlings')
    .where('tenant_id', '=', ctx.tenantId)
    .where('call_id', '=', callId);
  if (ticketId !== undefined) query = query.where('ticket_id', '=', ticketId);
  return query.returning(['handling_id', 'ticket_id']).execute();
}

/**
 * An exchange's record may tell other times than we took: the call's word on its ticket, where nothing else moved it, and what the
 * call is evidence of follow. Answers the tickets concerned.
 */
export async function followTimes(
  ctx: Context,
  call: CallToSettle,
  startedBefore: Date,
): Promise<readonly string[]> {
  const { rows } = await sql<{ ticket_id: string }>`
    with moved as (
      update messages set created_at = ${call.started_at}
      where tenant_id = ${ctx.tenantId} and id = ${call.message_id} and created_at = ${startedBefore}
        and created_at <> ${call.started_at}
      returning ticket_id
    ), shifted as (
      update handlings set at = ${call.answered_at ?? call.started_at}
      from call_handlings as evidence
      where evidence.tenant_id = ${ctx.tenantId} and evidence.call_id = ${call.id}
        and handlings.tenant_id = ${ctx.tenantId} and handlings.id = evidence.handling_id
        and handlings.at <> ${call.answered_at ?? call.started_at}
      returning handlings.ticket_id
    )
    select ticket_id from moved union select ticket_id from shifted`.execute(ctx.db);
  return rows.map((row) => row.ticket_id);
}

export interface CallMark {
  readonly is_unclassified?: boolean;
  readonly classified_as?: string | null;
  readonly classified_by?: string | null;
  readonly classified_at?: Date | null;
  readonly reason?: string | null;
  readonly reason_text?: string | null;
}

export async function markCall(ctx: Context, id: string, mark: CallMark): Promise<void> {
  await ctx.db
    .updateTable('calls')
    .set(mark)
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

/**
 * A ticket's account is that of the calls with its number that had none; those that others are deciding about are left to
 * them, since they wait for us.
 */
export async function shareAccount(ctx: Context, ticketId: string, party: string): Promise<void> {
  await sql`update calls set account_id = ticket.account_id
    from tickets as ticket
    where ticket.tenant_id = ${ctx.tenantId} and ticket.id = ${ticketId} and ticket.account_id is not null
      and calls.tenant_id = ${ctx.tenantId} and calls.id = any(array(
        select id from calls as theirs
        where theirs.tenant_id = ${ctx.tenantId} and theirs.party = ${party} and theirs.account_id is null
        for update skip locked))`.execute(ctx.db);
}

/** The ticket's uuid by its number; null when there is none. */
export async function ticketOfNumber(ctx: Context, number: string): Promise<string | null> {
  if (!/^\d{1,15}$/.test(number)) return null;
  const row = await ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('number', '=', Number(number))
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function deleteMessage(ctx: Context, messageId: string): Promise<void> {
  await ctx.db
    .deleteFrom('messages')
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', messageId)
    .execute();
}

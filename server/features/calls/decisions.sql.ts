import { type Selectable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';
import { newId } from '../../database/uuid.ts';

interface NewDecision {
  readonly callId: string;
  readonly kind: 'said' | 'taken_back';
  readonly said: 'ticket' | 'new_ticket' | 'no_inquiry';
  readonly ticketId: string | null;
  readonly reason?: string | null;
  readonly reasonText?: string | null;
  readonly closedTicket?: boolean;
}

/** A line of the call's own history, of whoever acts. */
export async function insertDecision(ctx: Context, decision: NewDecision): Promise<void> {
  const { callId, kind, said, ticketId, reason = null, reasonText = null, closedTicket = false } = decision;
  await ctx.db
    .insertInto('call_decisions')
    .values({
      ...{ tenant_id: ctx.tenantId, id: newId(), call_id: callId, kind, said, at: ctx.now() },
      ...{ user_id: ctx.actor.kind === 'user' ? ctx.actor.id : null, ticket_id: ticketId },
      ...{ reason, reason_text: reasonText, closed_ticket: closedTicket },
    })
    .execute();
}

export type DecisionRecord = Selectable<DB['call_decisions']> & { readonly ticket_number: number | null };

/** In their order. */
export async function decisionsOf(ctx: Context, callId: string): Promise<DecisionRecord[]> {
  const { rows } = await sql<DecisionRecord>`
    select decision.*, ticket.number as ticket_number
    from call_decisions as decision
    left join tickets as ticket on ticket.tenant_id = ${ctx.tenantId} and ticket.id = decision.ticket_id
    where decision.tenant_id = ${ctx.tenantId} and decision.call_id = ${callId} order by decision.id`.execute(
    ctx.db,
  );
  return rows;
}

/** Whether the customer or we have said anything on the ticket besides this message; notes are said to nobody. */
export async function hasOtherWords(
  ctx: Context,
  { ticketId, messageId }: { readonly ticketId: string; readonly messageId: string },
): Promise<boolean> {
  const other = await ctx.db
    .selectFrom('messages')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('id', '<>', messageId)
    .where('direction', '<>', 'internal')
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

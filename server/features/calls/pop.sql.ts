import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface PopTicket {
  readonly id: string;
  readonly number: number;
  readonly subject: string;
  readonly account_name: string | null;
  readonly status_id: string;
  readonly waiting_since: Date | null;
  readonly direction: 'inbound' | 'outbound' | 'internal' | null;
  readonly text: string | null;
  readonly at: Date | null;
}

const wordsShown = 200;

/** Open tickets of these accounts with their last words: who waits first, then the newest. */
export async function openTicketsOf(
  ctx: Context,
  accountIds: readonly string[],
  limit: number,
): Promise<PopTicket[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<PopTicket>`
    select ticket.id, ticket.number, ticket.subject, ticket.status_id, ticket.waiting_since,
      (select name from accounts where accounts.tenant_id = ticket.tenant_id and accounts.id = ticket.account_id) as account_name,
      word.direction, word.text, word.created_at as at
    from tickets as ticket
    left join lateral (
      select direction, left(text, ${wordsShown}) as text, created_at from messages
      where messages.tenant_id = ticket.tenant_id and messages.ticket_id = ticket.id
        and not messages.is_automatic and messages.text <> ''
      order by messages.id desc limit 1
    ) as word on true
    where ticket.tenant_id = ${ctx.tenantId} and ticket.account_id = any(${[...accountIds]}::uuid[])
      and ticket.closed_at is null and ticket.merged_into_id is null
    order by ticket.waiting_since nulls last, ticket.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function countEarlier(
  ctx: Context,
  call: { readonly party: string | null; readonly started_at: Date },
  most: number,
): Promise<number> {
  const { rows } = await sql<{ many: number }>`select count(*)::int as many from (
    select from calls where tenant_id = ${ctx.tenantId} and party = ${call.party} and started_at < ${call.started_at}
    limit ${most}) as earlier`.execute(ctx.db);
  return rows[0]?.many ?? 0;
}

import type { ScreenPop } from '../../../shared/calls.ts';
import { uuidOf, wireIdOf } from '../../../shared/id.ts';
import { type Context, requirePermission } from '../../context.ts';
import { isoOrNull } from '../../wire.ts';
import { accountCandidates, readAccounts } from '../accounts/accounts.service.ts';
import { requireCall } from './calls.service.ts';
import { countEarlier, openTicketsOf, type PopTicket } from './pop.sql.ts';
import { callShown } from './shown.ts';

const ticketsShown = 5;
const mostCounted = 100;

/** Who is on the line: the account, its open tickets, their last words. */
export async function readScreenPopOf(ctx: Context, id: string): Promise<ScreenPop> {
  requirePermission(ctx, 'tickets:read');
  const call = await requireCall(ctx, id);
  const [lists, accounts, earlier] = await Promise.all([
    ctx.lists.of(ctx.tenantId),
    call.account_id === null
      ? accountCandidates(ctx, { email: null, phone: call.party })
      : readAccounts(ctx, [call.account_id]),
    call.party === null ? 0 : countEarlier(ctx, call, mostCounted),
  ]);
  const account = accounts.length === 1 ? (accounts[0] ?? null) : null;
  const ids = accounts.flatMap((one) => uuidOf(one.id) ?? []);
  const tickets = await openTicketsOf(ctx, ids, ticketsShown);
  return {
    call: callShown(call, lists),
    account,
    candidates: account ? [] : accounts,
    tickets: tickets.map(ticketShown),
    earlier_calls: earlier,
  };
}

/** What an exchange shows of a number while it rings. */
export async function whoCalls(ctx: Context, phone: string) {
  const accounts = await accountCandidates(ctx, { email: null, phone });
  const ids = accounts.flatMap((one) => uuidOf(one.id) ?? []);
  return { accounts, tickets: await openTicketsOf(ctx, ids, ticketsShown) };
}

function ticketShown(ticket: PopTicket): ScreenPop['tickets'][number] {
  const { direction, text, at } = ticket;
  return {
    id: wireIdOf(ticket.id),
    number: ticket.number,
    subject: ticket.subject,
    account_name: ticket.account_name,
    status_id: wireIdOf(ticket.status_id),
    waiting_since: isoOrNull(ticket.waiting_since),
    last_words:
      direction === null || text === null || at === null ? null : { direction, text, at: at.toISOString() },
  };
}

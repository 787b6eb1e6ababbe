import type { AnswerOf } from '../../../shared/endpoint.ts';
import type { readThreading } from '../../../shared/messages.ts';
import { type Context, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { takingPart, threadingOf, ticketsNamed, whoIsAt } from './threads.sql.ts';

// What the mail feature asks to find the ticket of a mail.

/** The tickets that Message-IDs, messages of ours and numbers lead to now, and those on which the mail is answered already. */
export const findNamedTickets = ticketsNamed;
/** Who takes part in tickets. */
export const findTakingPart = takingPart;

const fewAccounts = 3;

/** Whether a domain (lower case) is some customer's own: none of our mailboxes is there, and no more than a few accounts. */
export async function isOneCustomersDomain(ctx: Context, domain: string): Promise<boolean> {
  const { is_ours, accounts } = await whoIsAt(ctx, domain, 50);
  return !is_ours && accounts <= fewAccounts;
}

/** Why a message stands on its ticket. Throws not_found, also when nothing in it named one. */
export async function readThreadingOf(
  ctx: Context,
  messageId: string,
): Promise<AnswerOf<typeof readThreading>> {
  requirePermission(ctx, 'tickets:read');
  const threading = await threadingOf(ctx, messageId);
  if (!threading) throw new Problem('not_found', 'not_found');
  return threading as AnswerOf<typeof readThreading>;
}

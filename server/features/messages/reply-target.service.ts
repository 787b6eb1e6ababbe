import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { readReplyTarget } from '../../../shared/sending.ts';
import { type Context, requirePermission } from '../../context.ts';
import { badFields } from '../../problem.ts';
import { emailOf } from '../accounts/accounts.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { type AnsweredMail, replyTargetOf } from './messages.service.ts';
import { findMessage, lastMail } from './messages.sql.ts';
import { ownAddresses, sendingMailboxes } from './outgoing.sql.ts';
import type { Recipients } from './write.sql.ts';

/** The mail that a reply answers: the named one, else the customer's last. Problems: bad_request unknown_value. */
export async function answeredMail(
  ctx: Context,
  ticketId: string,
  answers: string | undefined,
): Promise<AnsweredMail | undefined> {
  if (answers === undefined) return lastMail(ctx, ticketId);
  const named = await findMessage(ctx, answers);
  const isMail = named?.channel === 'email' && named.direction === 'inbound' && !named.is_automatic;
  if (!isMail || named.ticket_id !== ticketId) throw badFields([{ field: 'answers', code: 'unknown_value' }]);
  return named;
}

/** What the reply box shows before anything is written. */
export async function readReplyTargetOf(
  ctx: Context,
  ticketId: string,
  answers: string | undefined,
  undoSeconds: number,
): Promise<AnswerOf<typeof readReplyTarget>> {
  requirePermission(ctx, 'tickets:read');
  const ticket = await requireTicket(ctx, { id: ticketId });
  const mail = await answeredMail(ctx, ticketId, answers);
  const [target, mailboxes] = [
    await replyTargetOf(ctx, ticket, mail ?? null),
    await sendingMailboxes(ctx, ticket.mailbox_id),
  ];
  return {
    ...target,
    cc: await othersOf(ctx, mail, target.to?.address),
    mailboxes: mailboxes.map(({ id, name, address }) => ({ id: wireIdOf(id), name, address })),
    undo_seconds: undoSeconds,
  };
}

/** Who else got the mail, and its writer where answers go elsewhere; never ourselves. */
async function othersOf(ctx: Context, mail: AnsweredMail | undefined, to: string | undefined) {
  const { to: first = [], cc = [] } = (mail?.recipients ?? {}) as Partial<Recipients>;
  const writer = mail?.from_address ? [{ name: mail.from_name ?? '', address: mail.from_address }] : [];
  const all = [...writer, ...first, ...cc].flatMap(({ name, address }) => {
    const plain = emailOf(address);
    return plain === null ? [] : [{ name, address: plain }];
  });
  const isOwn = await ownAddresses(
    ctx,
    all.map(({ address }) => address),
  );
  const seen = new Set([to]);
  const others = all.filter(({ address }) => {
    if (isOwn(address) || seen.has(address)) return false;
    seen.add(address);
    return true;
  });
  return others.slice(0, 49);
}

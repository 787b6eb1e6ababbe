import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { clearAddresses, flagAddress } from '../accounts/bounced.service.ts';
import { recordEvents, refreshWaiting, undoReplyHandling } from '../tickets/evidence.service.ts';
import { lockMail } from './lock.service.ts';
import { missedIn, outcomesIn } from './outcomes.ts';
import { answersCustomer } from './outgoing.sql.ts';
import {
  insertReports,
  lastSentTo,
  type ReportRow,
  reportsOf,
  type SentRecord,
  sentMessages,
} from './reports.sql.ts';
import { lockDelivery, updateDelivery } from './write.sql.ts';

/** What a mail server says of one recipient of a mail that it had taken. */
export interface ReportedFate {
  readonly kind: 'bounce' | 'delay';
  /** Null: it names nobody. */
  readonly address: string | null;
  readonly status: string | null;
  readonly said: string;
  readonly server: string | null;
}

export type SentMail = SentRecord;

/** The mails of ours among these messages (uuid) that a mail server was given, newest first. */
export const findSentMails = sentMessages;
/** The last mail to any of these addresses (lower case) since an instant. */
export const findLastSentTo = lastSentTo;

/**
 * Keeps what servers said of a mail of ours, and what follows from it: a reply that came back is no evidence any more, and
 * the address is flagged. To be called in the transaction that wrote the mail which says so (`reportedBy`) on the ticket where
 * ours is, which is locked (lockMail); refreshWaiting after it.
 */
export async function recordReports(
  ctx: Context,
  messageId: string,
  reportedBy: string,
  fates: readonly ReportedFate[],
): Promise<void> {
  const delivery = await lockDelivery(ctx, messageId);
  const [sent] = await sentMessages(ctx, [messageId]);
  if (!delivery || !sent) return;
  const at = ctx.now();
  const rows: ReportRow[] = fates.map(({ kind, address, status, said, server }) => ({
    message_id: sent.id,
    address: (address ?? '').toLowerCase(),
    reported_by: reportedBy,
    kind,
    status,
    said,
    server,
    at,
  }));
  await insertReports(ctx, rows);
  await recordEvents(
    ctx,
    rows.map((row) => ({
      ticketId: sent.ticket_id,
      kind: `${whatOf(sent)}_${row.kind === 'bounce' ? 'bounced' : 'delayed'}`,
      detail: {
        message: wireIdOf(sent.id),
        report: wireIdOf(reportedBy),
        address: row.address,
        status: row.status,
        server_answer: row.said,
      },
    })),
  );
  for (const row of rows) {
    const address = row.kind === 'bounce' ? recipientMeant(sent, row.address) : null;
    if (address !== null) await flagAddress(ctx, address, at, row.said);
  }
  // While it is queued our own commit of its acceptance is still to come, and looks for reports itself.
  if (delivery.state === 'sent') await settleBounce(ctx, sent, delivery.outcomes);
}

/** A person knows that a reply did not arrive. Throws not_found, conflict not_sent. */
export async function markNotArrivedOf(ctx: Context, messageId: string): Promise<void> {
  requirePermission(ctx, 'tickets:write');
  await inTransaction(ctx, async (tx) => {
    const locked = await lockMail(tx, messageId);
    const [sent] = await sentMessages(tx, [messageId]);
    if (!locked || !sent) throw new Problem('not_found', 'not_found');
    const { ticket_id: ticketId } = sent;
    if (locked.delivery?.state !== 'sent') throw new Problem('conflict', 'not_sent');
    await takeBack(tx, messageId);
    const [only, ...others] = sent.recipients?.to ?? [];
    if (only && others.length === 0) await flagAddress(tx, only.address, tx.now(), '');
    const detail = { message: wireIdOf(messageId) };
    await recordEvents(tx, [{ ticketId, kind: `${whatOf(sent)}_bounced`, detail }]);
    await refreshWaiting(tx, [ticketId]);
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
  });
}

/** A server took the mail: its recipients can be reached, unless it was said already that they could not. */
export async function settleAccepted(ctx: Context, messageId: string): Promise<void> {
  const [sent] = await sentMessages(ctx, [messageId]);
  if (!sent) return;
  const outcomes = outcomesIn((await lockDelivery(ctx, messageId))?.outcomes);
  const isLost = await settleBounce(ctx, sent, outcomes);
  if (isLost) return;
  const missed = new Set(missedIn(outcomes));
  const { to = [], cc = [] } = sent.recipients ?? {};
  await clearAddresses(
    ctx,
    [...to, ...cc].map(({ address }) => address).filter((address) => !missed.has(address.toLowerCase())),
  );
}

/**
 * Marks the mail as come back when none of those it was for has it. Where others have it, it is evidence only if the customer is
 * among them.
 */
async function settleBounce(ctx: Context, sent: SentMail, outcomes: unknown): Promise<boolean> {
  const bounces = (await reportsOf(ctx, [sent.id])).filter(({ kind }) => kind === 'bounce');
  if (bounces.length === 0) return false;
  const lost = new Set([
    ...bounces.map(({ address }) => recipientMeant(sent, address)),
    ...missedIn(outcomesIn(outcomes)),
  ]);
  const { to = [], cc = [] } = sent.recipients ?? {};
  if (to.every(({ address }) => lost.has(address.toLowerCase()))) {
    await takeBack(ctx, sent.id);
    return true;
  }
  const reached = [...to, ...cc].map(({ address }) => address.toLowerCase()).filter((one) => !lost.has(one));
  if (!(await answersCustomer(ctx, sent, reached))) await undoReplyHandling(ctx, sent.id);
  return false;
}

const whatOf = ({ kind }: SentMail) => (kind === 'forward' ? 'forward' : 'reply');

async function takeBack(ctx: Context, messageId: string): Promise<void> {
  await updateDelivery(ctx, messageId, { state: 'bounced', next_attempt_at: null, bounced_at: ctx.now() });
  await undoReplyHandling(ctx, messageId);
}

/** Servers name whom they forwarded to, or nobody: of a mail to one person it is that one. */
function recipientMeant({ recipients }: SentMail, named: string): string | null {
  const to = (recipients?.to ?? []).map(({ address }) => address.toLowerCase());
  const cc = (recipients?.cc ?? []).map(({ address }) => address.toLowerCase());
  if (to.includes(named) || cc.includes(named)) return named;
  return to.length === 1 && cc.length === 0 ? (to[0] ?? null) : null;
}

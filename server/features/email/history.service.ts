import type { AnswerOf } from '../../../shared/endpoint.ts';
import type { readMailboxHistory } from '../../../shared/mailboxes.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { findConnection } from './connections.sql.ts';
import { replaceHistory, selectInquiries, wantUnanswered } from './history.sql.ts';
import {
  type HeadersSeen,
  type HistoryRow,
  historyDays,
  historyHeaders,
  inquiryIn,
  Sent,
} from './history.ts';
import { selectMailboxes } from './mailboxes.sql.ts';
import type { Reading } from './read-folder.service.ts';

const mostShown = 200;
const chunkSize = 500;
const dayMs = 24 * 3_600_000;

/** What people wrote before the mailbox was connected, and what of it was never answered. Problems: not_found. */
export async function readHistoryOf(ctx: Context, id: string): Promise<AnswerOf<typeof readMailboxHistory>> {
  requirePermission(ctx, 'settings:read');
  const connection = await findConnection(ctx, id);
  if (!connection) throw new Problem('not_found', 'not_found');
  const all = await selectInquiries(ctx, id);
  const inquiries = all.filter(({ is_junk }) => !is_junk);
  const never = all.filter(({ is_answered }) => !is_answered);
  const neverAnswered = never.filter(({ is_junk }) => !is_junk).length;
  return {
    read_at: connection.history_read_at?.toISOString() ?? null,
    since: firstDayOf(connection.connected_at).toISOString(),
    inquiries: inquiries.length,
    answered: inquiries.length - neverAnswered,
    never_answered: neverAnswered,
    in_junk: never.length - neverAnswered,
    items: never
      .toSorted((one, other) => Number(one.is_junk) - Number(other.is_junk))
      .slice(0, mostShown)
      .map(({ is_answered: _, received_at, ...shown }) => ({
        ...shown,
        received_at: received_at.toISOString(),
      })),
  };
}

const firstDayOf = (connectedAt: Date) => new Date(connectedAt.getTime() - historyDays * dayMs);

/** Reads the headers of the days before the connection: what was sent, then what came. Changes nothing in the mailbox. */
export async function readHistory(reading: Reading): Promise<void> {
  const { ctx, connection, ended } = reading;
  const there = connection.folders.filter(({ is_there }) => is_there);
  const sent = new Sent();
  for (const { path } of there.filter(({ role }) => role === 'sent'))
    for await (const seen of headersIn(reading, path)) sent.add(seen);
  const own = await ownAddresses(ctx, connection.username);
  const rows: HistoryRow[] = [];
  for (const { path, first_uid: first } of there.filter(({ is_read }) => is_read)) {
    for await (const seen of headersIn(reading, path)) {
      const row = seen.uid < (first ?? 0) ? inquiryIn(seen, sent, own) : null;
      if (row) rows.push(row);
    }
  }
  if (ended.aborted) return;
  await inTransaction(ctx, async (tx) => {
    await replaceHistory(tx, connection.mailbox_id, rows);
    if (connection.start_from === 'unanswered') await wantUnanswered(tx, connection.mailbox_id);
  });
  ctx.announce({ kind: 'settings' });
}

async function* headersIn(
  { session, connection, ended }: Reading,
  folder: string,
): AsyncGenerator<HeadersSeen> {
  const { uidvalidity } = await session.open(folder, true);
  const uids = await session.receivedSince(firstDayOf(connection.connected_at));
  for (let from = 0; from < uids.length && !ended.aborted; from += chunkSize) {
    const chunk = uids.slice(from, from + chunkSize);
    for await (const { uid, receivedAt, raw } of session.headers(chunk, historyHeaders))
      yield { folder, uidvalidity, uid, receivedAt, raw };
  }
}

async function ownAddresses(ctx: Context, username: string): Promise<ReadonlySet<string>> {
  const mailboxes = await selectMailboxes(ctx);
  return new Set([username.toLowerCase(), ...mailboxes.flatMap(({ addresses }) => addresses)]);
}

import type { AnswerOf, BodyOf, QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import {
  type changeTicketV2,
  type listMessagesV2,
  ticketIdsIn,
  type V2Ticket,
} from '../../../shared/v2-tickets.ts';
import { type Context, requirePermission } from '../../context.ts';
import { readPageKey } from '../../page-key.ts';
import type { FieldProblem } from '../../problem.ts';
import { changeTicketOf, findUnknown } from '../tickets/change.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { keyedPage, limitOf, readTicketForApi } from '../tickets/tickets-v2.service.ts';
import { textBytesAfter, type WordsRecord, wordsBetween } from './messages.sql.ts';

/** 500 messages may be 500 times 200,000 characters: a page ends before that, and its `next` link leads on. */
const mostTextBytes = 4 * 1024 * 1024;

export async function changeThroughApi(
  ctx: Context,
  id: string,
  body: BodyOf<typeof changeTicketV2>,
): Promise<V2Ticket> {
  // The answer shows the ticket: who may not read it is refused before anything is changed.
  requirePermission(ctx, 'tickets:read');
  await changeTicketOf(ctx, id, body);
  return readTicketForApi(ctx, id);
}

/** The ids of a change that its schema refuses for something else. */
export async function findUnknownInChange(
  ctx: Context,
  id: string,
  body: unknown,
): Promise<readonly FieldProblem[]> {
  const ticket = await requireTicket(ctx, { id });
  const { status, ...others } = ticketIdsIn(body);
  return findUnknown(
    ctx,
    { ...others, status: status ?? undefined },
    ticket,
    await ctx.lists.of(ctx.tenantId),
  );
}

export async function listMessagesForApi(
  ctx: Context,
  ticketId: string,
  query: QueryOf<typeof listMessagesV2>,
  base: string,
): Promise<AnswerOf<typeof listMessagesV2>> {
  requirePermission(ctx, 'tickets:read');
  await requireTicket(ctx, { id: ticketId });
  const after = query.after === undefined ? null : (readPageKey(query.after, ['uuid'], 'after')[0] ?? null);
  const limit = limitOf(query.limit);
  const sizes = await textBytesAfter(ctx, ticketId, after, limit + 1);
  const fitting = countFitting(sizes.slice(0, limit));
  const [first, last] = [sizes[0], sizes[fitting - 1]];
  const records = first && last ? await wordsBetween(ctx, ticketId, first.id, last.id) : [];
  const hasMore = sizes.length > fitting;
  const path = `/v2/tickets/${wireIdOf(ticketId)}/messages`;
  return keyedPage({
    ...{ base, path, catalog: 'tickets/messages', query: { limit: query.limit } },
    ...{ limit, records, hasMore },
    keyOf: (record) => [record.id],
    shown: messageForApi,
  });
}

/** How many texts a page takes before it is full; one always fits. */
function countFitting(sizes: readonly { bytes: number }[]): number {
  let bytes = 0;
  const over = sizes.findIndex((size, index) => {
    bytes += size.bytes;
    return index > 0 && bytes > mostTextBytes;
  });
  return over === -1 ? sizes.length : over;
}

function messageForApi(record: WordsRecord): AnswerOf<typeof listMessagesV2>['items'][number] {
  return {
    id: wireIdOf(record.id),
    channel: record.channel,
    direction: record.direction as 'inbound' | 'outbound' | 'internal',
    msg: record.text,
    from: record.from_address,
    subject: record.subject,
    created: record.created_at.toISOString(),
    delivery: record.delivery_state as 'queued' | 'sent' | 'failed' | 'bounced' | null,
  };
}

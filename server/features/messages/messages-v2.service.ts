import type { AnswerOf, BodyOf, QueryOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { changeTicketV2, listMessagesV2, V2Ticket } from '../../../shared/v2-tickets.ts';
import { type Context, requirePermission } from '../../context.ts';
import { pageKey, readPageKey } from '../../page-key.ts';
import { changeTicketOf } from '../tickets/change.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { keyedPage, nextHref, readTicketForApi } from '../tickets/tickets-v2.service.ts';
import { type MessageRecord, messagesAfter } from './messages.sql.ts';

export async function changeThroughApi(
  ctx: Context,
  id: string,
  body: BodyOf<typeof changeTicketV2>,
): Promise<V2Ticket> {
  await changeTicketOf(ctx, id, body);
  return readTicketForApi(ctx, id);
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
  const records = await messagesAfter(ctx, ticketId, after, query.limit + 1);
  const page = records.slice(0, query.limit);
  const last = records.length > query.limit ? page.at(-1) : undefined;
  const self = `${base}/v2/tickets/${wireIdOf(ticketId)}/messages`;
  const next = last ? nextHref(self, { after: pageKey([last.id]), limit: query.limit }) : null;
  return keyedPage(page.map(messageForApi), query.limit, self, next);
}

function messageForApi(record: MessageRecord): AnswerOf<typeof listMessagesV2>['items'][number] {
  return {
    id: wireIdOf(record.id),
    channel: record.channel,
    direction: record.direction as 'inbound' | 'outbound' | 'internal',
    msg: record.text,
    from: record.from_address,
    subject: record.subject,
    created: record.created_at.toISOString(),
    delivery: record.delivery_state as 'queued' | 'sent' | 'failed' | null,
  };
}

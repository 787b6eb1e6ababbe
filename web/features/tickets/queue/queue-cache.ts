import type { QueryClient } from '@tanstack/react-query';
import type { AllLists } from '../../../../shared/lists.ts';
import type { Ticket, TicketPage, TicketRow } from '../../../../shared/tickets.ts';
import { ticketKey } from '../ticket-queries.ts';
import type { QueueSearch } from '../ticket-search.ts';
import { mapRows, type QueuePages } from './queue-pages.ts';

/** The first word is not one that live.ts invalidates: a queue may have a hundred pages, and reads only those touched. */
export const queueKey = (search: QueueSearch) => ['queue', search] as const;

export interface Belonging {
  readonly userId: string;
  readonly closedStatuses: ReadonlySet<string>;
}

export function belongingOf(userId: string, lists: AllLists | undefined): Belonging {
  const closed = lists?.statuses.filter((status) => status.type === 'closed') ?? [];
  return { userId, closedStatuses: new Set(closed.map((status) => status.id)) };
}

/** Whether a row still has its place in a queue after it changed. */
export function belongs(row: TicketRow, search: QueueSearch, { userId, closedStatuses }: Belonging): boolean {
  const isInView = {
    waiting: row.waiting_since !== null,
    mine: row.owner_id === userId && !closedStatuses.has(row.status_id),
    all: true,
  }[search.view ?? 'waiting'];
  const matches = (wanted: string | undefined, has: string | null) => wanted === undefined || wanted === has;
  return (
    isInView &&
    matches(search.status, row.status_id) &&
    matches(search.department, row.department_id) &&
    matches(search.priority, row.priority_id) &&
    (search.owner === 'none' ? row.owner_id === null : matches(search.owner, row.owner_id))
  );
}

const searchOf = (key: readonly unknown[]): QueueSearch =>
  typeof key[1] === 'object' && key[1] !== null ? (key[1] as QueueSearch) : {};

/** Changes rows in every cached queue; null drops the row there. */
export function mapQueues(
  client: QueryClient,
  change: (row: TicketRow, search: QueueSearch) => TicketRow | null,
) {
  for (const [key, loaded] of client.getQueriesData<QueuePages>({ queryKey: ['queue'] })) {
    if (loaded === undefined) continue;
    const next = mapRows(loaded, (row) => change(row, searchOf(key)));
    if (next !== loaded) client.setQueryData(key, next);
  }
}

/** What the server says a ticket is now, wherever it is shown; rows leave the queues they no longer belong to. */
export function putTicket(client: QueryClient, ticket: Ticket, belonging: Belonging): void {
  mapQueues(client, (row, search) => {
    if (row.id !== ticket.id) return row;
    const next = { ...row, ...rowOf(ticket) };
    return belongs(next, search, belonging) ? next : null;
  });
  client.setQueryData<TicketPage>(ticketKey(ticket.number), (page) => (page ? { ...page, ticket } : page));
}

function rowOf(ticket: Ticket): TicketRow {
  const { phone, email, is_handled, handling, closed_at, reply_target, maybe, merged_into, ...row } = ticket;
  return row;
}

/** Changes fields of a ticket wherever it is shown, before the server has answered; returns what puts the old ones back. */
export function patchEverywhere(
  client: QueryClient,
  id: string,
  number: number,
  patch: Partial<TicketRow>,
): () => void {
  let old: Partial<TicketRow> | null = null;
  const put = (fields: Partial<TicketRow>) => {
    const apply = <Row extends TicketRow>(row: Row): Row => {
      if (row.id !== id) return row;
      old ??= Object.fromEntries(Object.keys(fields).map((key) => [key, row[key as keyof TicketRow]]));
      return { ...row, ...fields };
    };
    mapQueues(client, apply);
    client.setQueryData<TicketPage>(ticketKey(number), (page) =>
      page ? { ...page, ticket: apply(page.ticket) } : page,
    );
  };
  put(patch);
  return () => {
    if (old !== null) put(old);
  };
}

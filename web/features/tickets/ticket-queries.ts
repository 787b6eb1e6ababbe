import { type QueryClient, queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { listMessages, type Message } from '../../../shared/messages.ts';
import { listEvents, readTicket, type TicketPage } from '../../../shared/tickets.ts';
import { call } from '../../api.ts';

export const ticketKey = (number: number) => ['ticket', number] as const;

/**
 * Joins a page read anew (the newest messages) to what is shown already: older messages stay where somebody has
 * loaded them. Without an overlap there may be a gap between the two, so only the new page counts.
 */
export function joinPage(known: TicketPage | undefined, fresh: TicketPage): TicketPage {
  const ids = new Set(fresh.messages.map((message) => message.id));
  const overlaps = known?.messages.some((message) => ids.has(message.id)) ?? false;
  if (known === undefined || !overlaps || known.ticket.id !== fresh.ticket.id || fresh.before === null)
    return fresh;
  // What is missing between those that are still there was moved to another ticket, or taken back.
  const older = known.messages.slice(
    0,
    known.messages.findIndex((message) => ids.has(message.id)),
  );
  return {
    ...fresh,
    messages: [...older, ...fresh.messages],
    before: older.length > 0 ? known.before : fresh.before,
  };
}

/** Everything a ticket's page shows. */
export const ticketQuery = (number: number) =>
  queryOptions({
    queryKey: ticketKey(number),
    queryFn: async ({ signal, client }) => {
      const fresh = await call(readTicket, { params: { number }, signal });
      return joinPage(client.getQueryData<TicketPage>(ticketKey(number)), fresh);
    },
    staleTime: 5000,
  });

/** Puts the messages before the loaded ones above them. */
export async function loadOlder(client: QueryClient, page: TicketPage): Promise<void> {
  if (page.before === null) return;
  const older: AnswerOf<typeof listMessages> = await call(listMessages, {
    params: { id: page.ticket.id },
    query: { before: page.before },
  });
  client.setQueryData<TicketPage>(ticketKey(page.ticket.number), (now) => {
    if (now === undefined || now.before !== page.before) return now;
    return { ...now, messages: [...older.items, ...now.messages], before: older.before };
  });
}

/** The messages of a ticket that are loaded. */
export const messagesIn = (client: QueryClient, number: number): readonly Message[] =>
  client.getQueryData<TicketPage>(ticketKey(number))?.messages ?? [];

/** Messages that stand on another ticket now. */
export function forgetMessages(client: QueryClient, number: number, ids: readonly string[]): void {
  const gone = new Set(ids);
  client.setQueryData<TicketPage>(
    ticketKey(number),
    (now) => now && { ...now, messages: now.messages.filter(({ id }) => !gone.has(id)) },
  );
}

/** A message just written, shown before the page is read again. */
export function appendMessage(client: QueryClient, number: number, message: Message): void {
  client.setQueryData<TicketPage>(ticketKey(number), (now) => {
    if (now === undefined || now.messages.some((known) => known.id === message.id)) return now;
    return { ...now, messages: [...now.messages, message] };
  });
}

/** A message that is no longer part of the conversation. */
export function dropMessage(client: QueryClient, number: number, id: string): void {
  client.setQueryData<TicketPage>(
    ticketKey(number),
    (now) => now && { ...now, messages: now.messages.filter((message) => message.id !== id) },
  );
}

/** A ticket's history, newest first; `number` places it under the ticket's key, so that live changes reach it. */
export function useEvents(ticket: { id: string; number: number }) {
  return useInfiniteQuery({
    queryKey: [...ticketKey(ticket.number), 'events', ticket.id],
    queryFn: ({ pageParam, signal }) =>
      call(listEvents, {
        params: { id: ticket.id },
        query: pageParam === null ? {} : { before: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.before,
  });
}

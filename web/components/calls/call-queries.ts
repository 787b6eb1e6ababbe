import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  countCalls,
  listCallQueues,
  listCalls,
  listLiveCalls,
  readCall,
  readScreenPop,
} from '../../../shared/calls.ts';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { readMyPhone } from '../../../shared/phone-connections.ts';
import { call } from '../../api.ts';
import { useChangeNow } from '../../live.ts';
import { paced } from '../paced.ts';

export type LiveCall = AnswerOf<typeof listLiveCalls>['items'][number];

/** Of one ticket no more than these are shown among its messages; the calls page has all. */
const mostInTicket = 200;
/** However many calls come and go in a second, what rings is read no oftener than this. */
const liveEveryMilliseconds = 100;

export const callCountsQuery = queryOptions({
  queryKey: ['calls', 'counts'],
  queryFn: ({ signal }) => call(countCalls, { signal }),
});

/** A key of its own: a new queue is rarer than a call. */
export const callQueuesQuery = queryOptions({
  queryKey: ['call-queues'],
  queryFn: ({ signal }) => call(listCallQueues, { signal }),
  staleTime: 60_000,
});

/** A key of its own: read at once at each change, not after changes were gathered. */
export const liveCallsQuery = queryOptions({
  queryKey: ['live-calls'],
  queryFn: ({ signal }) => call(listLiveCalls, { signal }),
});

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ['calls', 'one', id],
    queryFn: ({ signal }) => call(readCall, { params: { id }, signal }),
  });

export const popQuery = (id: string) =>
  queryOptions({
    queryKey: ['calls', 'pop', id],
    queryFn: ({ signal }) => call(readScreenPop, { params: { id }, signal }),
  });

/** The newest calls of a ticket or an account. */
export const callsOfQuery = (of: { ticket: string } | { account: string }, limit = mostInTicket) =>
  queryOptions({
    queryKey: ['calls', 'of', of, limit],
    queryFn: ({ signal }) => call(listCalls, { query: { ...of, limit }, signal }),
  });

export const myPhoneQuery = queryOptions({
  queryKey: ['settings', 'my-phone'],
  queryFn: ({ signal }) => call(readMyPhone, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What rings and what is spoken now. */
export function useLiveCalls(): readonly LiveCall[] {
  return useQuery(liveCallsQuery).data?.items ?? [];
}

/** Keeps what rings true without any waiting; once, in the frame round every page. */
export function useLiveCallsRefresh(client: QueryClient): void {
  const [reading] = useState(() =>
    paced(() => {
      // A reading that is under way may be older than this change.
      void client.invalidateQueries({ queryKey: liveCallsQuery.queryKey }, { cancelRefetch: true });
    }, liveEveryMilliseconds),
  );
  useChangeNow(({ kind }) => {
    if (kind === 'call') reading.ask();
  });
  useEffect(() => reading.cancel, [reading]);
}

/** Reads again now: after an action of our own. */
export async function readCallsAgain(client: QueryClient): Promise<void> {
  await Promise.all(
    ['calls', 'call-log', 'live-calls', 'tickets', 'ticket'].map((first) =>
      client.invalidateQueries({ queryKey: [first] }),
    ),
  );
}

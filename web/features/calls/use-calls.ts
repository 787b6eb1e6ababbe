import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { listCalls } from '../../../shared/calls.ts';
import { call } from '../../api.ts';
import { paced } from '../../components/paced.ts';
import { useChanges } from '../../live.ts';
import { type CallsSearch, callsSearchOf, listQueryOf } from './calls-search.ts';

const rowsPerPage = 100;
/** Never oftener than a person could read. */
const readEveryMilliseconds = 1000;
/** A key of its own, which changes don't make stale one by one. */
const logKey = ['call-log'] as const;

/** What the address asks of the calls; the same object as long as it asks the same. */
export function useCallsSearch(): CallsSearch {
  const text = JSON.stringify(callsSearchOf(useSearch({ strict: false })));
  return useMemo(() => JSON.parse(text) as CallsSearch, [text]);
}

/** The calls that the address asks for, newest first, as far as they have been scrolled to. */
export function useCallLog(search: CallsSearch) {
  const query = useInfiniteQuery({
    queryKey: [...logKey, search],
    queryFn: ({ pageParam, signal }) =>
      call(listCalls, {
        query: {
          ...listQueryOf(search),
          limit: rowsPerPage,
          ...(pageParam !== null && { after: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
  });
  const { data } = query;
  // What rings or is spoken stands above the list.
  const rows = useMemo(
    () => data?.pages.flatMap((page) => page.items).filter(({ state }) => state === 'ended') ?? [],
    [data],
  );
  return { query, rows };
}

/** Keeps the list true at a bearable pace. */
export function useCallLogRefresh(): void {
  const client = useQueryClient();
  const [reading] = useState(() =>
    paced(() => void client.invalidateQueries({ queryKey: logKey }), readEveryMilliseconds),
  );
  useChanges((changes) => {
    if (changes.some(({ kind }) => kind === 'call')) reading.ask();
  });
  useEffect(() => reading.cancel, [reading]);
}

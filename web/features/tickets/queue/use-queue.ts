import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Change } from '../../../../shared/live.ts';
import type { TicketRow } from '../../../../shared/tickets.ts';
import { useChanges } from '../../../live.ts';
import type { QueueSearch } from '../ticket-search.ts';
import { queueKey } from './queue-cache.ts';
import { rowsOf } from './queue-pages.ts';
import { QueueRefresher, readQueuePage } from './queue-refresher.ts';

/** The next page is asked for when fewer rows than this are left below the screen. */
const readAhead = 60;
const freshForMilliseconds = 5000;
const none: ReadonlySet<string> = new Set();
const noRows: readonly TicketRow[] = [];

const changedTickets = (changes: readonly Change[]) =>
  new Set(changes.flatMap((one) => (one.kind === 'ticket' ? one.ids : [])));

/** Marks rows that came while the queue was open, for a few seconds. */
function useFreshRows() {
  const [fresh, setFresh] = useState(none);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const mark = useCallback((ids: readonly string[]) => {
    if (ids.length === 0) return;
    setFresh((now) => new Set([...now, ...ids]));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setFresh(none), freshForMilliseconds);
  }, []);
  return { fresh, mark };
}

function useQueuePages(search: QueueSearch) {
  return useInfiniteQuery({
    queryKey: queueKey(search),
    queryFn: ({ pageParam, signal }) => readQueuePage(search, pageParam, undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** A queue's rows, kept true by live changes; `seen` tells it which of them are on the screen. */
export function useQueue(search: QueueSearch) {
  const client = useQueryClient();
  const { fresh, mark } = useFreshRows();
  const refresher = useMemo(() => new QueueRefresher(client, search, mark), [client, search, mark]);
  const query = useQueuePages(search);
  const { data, fetchNextPage, hasNextPage, isFetching, isError } = query;
  const rows = useMemo(() => (data === undefined ? noRows : rowsOf(data.pages)), [data]);

  useChanges((changes) => {
    if (changes.some((one) => one.kind === 'resync')) refresher.forgetBelow();
    const ids = changedTickets(changes);
    if (ids.size > 0) refresher.changed(ids);
  });
  // What was kept from an earlier visit may be old: its pages are read again as they are seen.
  useEffect(() => refresher.changed(none), [refresher]);
  useEffect(() => {
    if (!isFetching) void refresher.run();
  }, [isFetching, refresher]);

  const pageCount = data?.pages.length ?? 0;
  const rowsPerLoadedPage = pageCount === 0 ? 1 : Math.max(1, rows.length / pageCount);
  const seen = useCallback(
    (firstRow: number, lastRow: number) => {
      refresher.seen(Math.floor(firstRow / rowsPerLoadedPage), Math.floor(lastRow / rowsPerLoadedPage));
      const isNearEnd = lastRow + readAhead >= rows.length;
      if (isNearEnd && hasNextPage && !isFetching && !isError && !refresher.isBusy)
        void fetchNextPage({ cancelRefetch: false });
    },
    [refresher, rowsPerLoadedPage, rows.length, hasNextPage, isFetching, isError, fetchNextPage],
  );
  return { rows, query, fresh, seen };
}

import {
  type InfiniteData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { type IntakeRow, listIntake, readIntake, summariseIntake } from '../../../shared/intake.ts';
import { call } from '../../api.ts';
import { useNow, usePlace } from '../../components/place.ts';
import type { IntakeSearch } from './intake-search.ts';
import { type Period, startOf, usualPeriod } from './period.ts';

export type IntakeItem = AnswerOf<typeof readIntake>;
type Pages = InfiniteData<AnswerOf<typeof listIntake>, string | null>;

const rowsPerPage = 100;

/** Keys of their own: live.ts would read them again at every single arrival; use-ledger-refresh.ts does it at a bearable pace. */
export const ledgerKeys = {
  rows: ['ledger', 'rows'],
  sums: ['ledger', 'sums'],
  items: ['ledger', 'item'],
  compared: ['ledger', 'compared'],
} as const;

/** The instant at which a period began in the business's own time zone. */
function useStart(period: Period): string {
  const { timeZone } = usePlace();
  return startOf(period, useNow(), timeZone).toISOString();
}

/** The rows that the address asks for, newest first, as far as they have been scrolled to. */
export function useLedgerRows({ state, channel, since: period, as: settled_as, mailbox, day }: IntakeSearch) {
  const start = useStart(period ?? usualPeriod);
  const since = period === undefined ? undefined : start;
  const filter = { state, channel, since, settled_as, mailbox, day };
  const query = useInfiniteQuery({
    queryKey: [...ledgerKeys.rows, filter],
    queryFn: ({ pageParam, signal }) =>
      call(listIntake, {
        query: { limit: rowsPerPage, ...filter, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
  });
  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { query, rows };
}

/** What came since the beginning of the period that the address names, and what became of it. */
export function useLedgerSums({ since }: IntakeSearch) {
  const start = useStart(since ?? usualPeriod);
  return useQuery({
    queryKey: [...ledgerKeys.sums, start],
    queryFn: ({ signal }) => call(summariseIntake, { query: { since: start }, signal }),
    placeholderData: (known) => known,
  });
}

export const itemQuery = (id: string) =>
  queryOptions({
    queryKey: [...ledgerKeys.items, id],
    queryFn: ({ signal }) => call(readIntake, { params: { id }, signal }),
  });

/** Rows that can still change; a ticket and a duplicate stay what they are. */
export const isSettledForGood = ({ state }: IntakeRow) => state === 'ticket' || state === 'duplicate';

/** Shows a row's change everywhere before the server has answered. The function takes it back. */
export function patchRow(client: QueryClient, id: string, patch: Partial<IntakeRow>): () => void {
  const before = [
    ...client.getQueriesData({ queryKey: ledgerKeys.rows }),
    ...client.getQueriesData({ queryKey: itemQuery(id).queryKey }),
  ];
  const changed = (row: IntakeRow) => (row.id === id ? { ...row, ...patch } : row);
  client.setQueriesData<Pages>({ queryKey: ledgerKeys.rows }, (known) =>
    known === undefined
      ? known
      : { ...known, pages: known.pages.map((page) => ({ ...page, items: page.items.map(changed) })) },
  );
  client.setQueryData(itemQuery(id).queryKey, (known) =>
    known === undefined ? known : { ...known, ...patch },
  );
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data);
  };
}

/** Reads the ledger again now: after an action of our own. */
export async function readLedgerAgain(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ledgerKeys.rows }),
    client.invalidateQueries({ queryKey: ledgerKeys.sums }),
    client.invalidateQueries({ queryKey: itemQuery(id).queryKey }),
  ]);
}

import { Button } from '@mantine/core';
import { type ReactNode, useCallback, useRef } from 'react';
import { ErrorState } from './ErrorState.tsx';
import styles from './PagedList.module.css';
import { Skeletons } from './Skeletons.tsx';
import { useListCursor } from './use-list-cursor.ts';
import { useKeys } from './useKeys.ts';
import { VirtualList } from './VirtualList.tsx';

const rowHeight = 60;
const keyOf = (row: { readonly id: string }) => row.id;

/** What the list reads of an infinite query. */
interface Pages {
  isPending: boolean;
  isError: boolean;
  error: Error | null;
  refetch: () => unknown;
  fetchNextPage: (options: { cancelRefetch: boolean }) => unknown;
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
}

interface Props<Row> {
  query: Pages;
  rows: readonly Row[];
  /** Tells this list from others, and from itself with other filters. */
  name: string;
  openId: string | null;
  words: { list: string; next: string; previous: string; retryMore: string };
  /** Stands where there is no row. */
  empty: ReactNode;
  children: (row: Row, isOpen: boolean, onNear: (id: string) => void) => ReactNode;
}

function Rows<Row extends { readonly id: string }>(props: Props<Row>) {
  const { query, rows, name, openId, words, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const cursor = useListCursor(box, rows, openId);
  const { fetchNextPage, hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError } = query;
  const more = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);
  useKeys([
    { code: 'KeyJ', label: words.next, run: cursor.next },
    { code: 'KeyK', label: words.previous, run: cursor.previous },
  ]);
  return (
    <div ref={box} className={styles.rows}>
      <VirtualList
        rows={rows}
        keyOf={keyOf}
        rowHeight={rowHeight}
        label={words.list}
        placeName={name}
        activeIndex={cursor.wanted}
        hasMore={hasNextPage && !isFetchNextPageError && !isFetching}
        isReadingMore={isFetchingNextPage}
        onMore={more}
      >
        {(row) => children(row, row.id === openId, cursor.remember)}
      </VirtualList>
      {isFetchNextPageError ? (
        <p className={styles.foot}>
          <Button variant="default" size="xs" onClick={more}>
            {words.retryMore}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

/** Rows that are read page by page as they are scrolled to, with a cursor that J and K move. */
export function PagedList<Row extends { readonly id: string }>(props: Props<Row>) {
  const { query, rows, name, empty } = props;
  if (query.isPending) return <Skeletons rows={10} />;
  if (rows.length > 0) return <Rows key={name} {...props} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return empty;
}

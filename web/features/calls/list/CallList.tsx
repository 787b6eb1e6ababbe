import { Button } from '@mantine/core';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../../shared/calls.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { useListCursor } from '../../../components/use-list-cursor.ts';
import { useKeys } from '../../../components/useKeys.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import type { CallsSearch } from '../calls-search.ts';
import { useCallLog } from '../use-calls.ts';
import styles from './CallList.module.css';
import { CallRow } from './CallRow.tsx';
import { Limits } from './Limits.tsx';
import { NoCalls } from './NoCalls.tsx';

const rowHeight = 60;
const keyOf = (row: Call) => row.id;

interface Props {
  search: CallsSearch;
  openId: string | null;
}

type Query = ReturnType<typeof useCallLog>['query'];

function Rows({ rows, query, search, openId }: Props & { rows: readonly Call[]; query: Query }) {
  const { t } = useTranslation('calls');
  const box = useRef<HTMLDivElement>(null);
  const cursor = useListCursor(box, rows, openId);
  const { fetchNextPage, hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError } = query;
  const more = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);
  useKeys([
    { code: 'KeyJ', label: t('keys.next'), run: cursor.next },
    { code: 'KeyK', label: t('keys.previous'), run: cursor.previous },
  ]);
  return (
    <div ref={box} className={styles.rows}>
      <VirtualList
        rows={rows}
        keyOf={keyOf}
        rowHeight={rowHeight}
        label={t('list')}
        placeName={`calls ${JSON.stringify(search)}`}
        activeIndex={cursor.wanted}
        hasMore={hasNextPage && !isFetchNextPageError && !isFetching}
        isReadingMore={isFetchingNextPage}
        onMore={more}
      >
        {(row) => <CallRow call={row} search={search} isOpen={row.id === openId} onNear={cursor.remember} />}
      </VirtualList>
      {isFetchNextPageError ? (
        <p className={styles.foot}>
          <Button variant="default" size="xs" onClick={more}>
            {t('retryMore')}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function Found({ search, openId }: Props) {
  const { query, rows } = useCallLog(search);
  if (query.isPending) return <Skeletons rows={10} />;
  if (rows.length > 0)
    return <Rows key={JSON.stringify(search)} rows={rows} query={query} search={search} openId={openId} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <NoCalls search={search} />;
}

/** The calls that the address asks for. */
export function CallList(props: Props) {
  return (
    <>
      <Limits search={props.search} />
      <Found {...props} />
    </>
  );
}

import { Button } from '@mantine/core';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntakeRow } from '../../../../shared/intake.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { useListCursor } from '../../../components/use-list-cursor.ts';
import { useKeys } from '../../../components/useKeys.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import type { IntakeSearch } from '../intake-search.ts';
import { useLedgerRows } from '../ledger-queries.ts';
import styles from './IntakeList.module.css';
import { IntakeRowView } from './IntakeRowView.tsx';
import { Limits } from './Limits.tsx';
import { NoRows } from './NoRows.tsx';

const rowHeight = 60;
const keyOf = (row: IntakeRow) => row.id;
const nameOf = ({ state, channel, since, as }: IntakeSearch) => [state, channel, since, as].join(' ');

interface Props {
  search: IntakeSearch;
  openId: string | null;
}

type Query = ReturnType<typeof useLedgerRows>['query'];

function Rows({ rows, query, search, openId }: Props & { rows: readonly IntakeRow[]; query: Query }) {
  const { t } = useTranslation('intake');
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
        placeName={`intake ${nameOf(search)}`}
        activeIndex={cursor.wanted}
        hasMore={hasNextPage && !isFetchNextPageError && !isFetching}
        isReadingMore={isFetchingNextPage}
        onMore={more}
      >
        {(row) => (
          <IntakeRowView row={row} search={search} isOpen={row.id === openId} onNear={cursor.remember} />
        )}
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
  const { query, rows } = useLedgerRows(search);
  if (query.isPending) return <Skeletons rows={10} />;
  if (rows.length > 0) {
    return <Rows key={nameOf(search)} rows={rows} query={query} search={search} openId={openId} />;
  }
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <NoRows search={search} />;
}

/** The rows that the address asks for. */
export function IntakeList(props: Props) {
  return (
    <>
      <Limits search={props.search} />
      <Found {...props} />
    </>
  );
}

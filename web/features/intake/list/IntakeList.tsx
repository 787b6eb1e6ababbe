import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { FilterX, ScrollText } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntakeRow } from '../../../../shared/intake.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { useKeys } from '../../../components/useKeys.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import type { IntakeSearch } from '../intake-search.ts';
import { useLedgerRows } from '../ledger-queries.ts';
import styles from './IntakeList.module.css';
import { IntakeRowView } from './IntakeRowView.tsx';
import { useRowCursor } from './use-row-cursor.ts';

const rowHeight = 60;
const keyOf = (row: IntakeRow) => row.id;

interface Props {
  search: IntakeSearch;
  openId: string | null;
}

type Query = ReturnType<typeof useLedgerRows>['query'];

/** What an empty ledger, or an empty part of it, means. */
function NoRows({ state, channel, since }: IntakeSearch) {
  const { t } = useTranslation('intake');
  const navigate = useNavigate();
  const unfiltered: IntakeSearch = since === undefined ? {} : { since };
  if (state !== undefined && channel === undefined) {
    return (
      <EmptyState icon={ScrollText} title={t(`empty.${state}.title`)}>
        {t(`empty.${state}.text`)}
      </EmptyState>
    );
  }
  if (channel === undefined) {
    return (
      <EmptyState icon={ScrollText} title={t('empty.all.title')}>
        {t('empty.all.text')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={FilterX}
      title={t('empty.filtered.title')}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/intake', search: unfiltered })}>
          {t('filter.clear')}
        </Button>
      }
    >
      {t('empty.filtered.text')}
    </EmptyState>
  );
}

function Rows({ rows, query, search, openId }: Props & { rows: readonly IntakeRow[]; query: Query }) {
  const { t } = useTranslation('intake');
  const box = useRef<HTMLDivElement>(null);
  const cursor = useRowCursor(box, rows, openId);
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
        placeName={`intake ${search.state} ${search.channel}`}
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

/** The rows that the address asks for. */
export function IntakeList({ search, openId }: Props) {
  const { query, rows } = useLedgerRows(search);
  if (query.isPending) return <Skeletons rows={10} />;
  if (rows.length === 0) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <NoRows {...search} />
    );
  }
  return (
    <Rows
      key={`${search.state} ${search.channel}`}
      rows={rows}
      query={query}
      search={search}
      openId={openId}
    />
  );
}

import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CircleCheck, FilterX, Inbox, Plus } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api-queries.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Skeletons } from '../../../components/Skeletons.tsx';
import { isFiltered, type QueueSearch, withoutFilters } from '../ticket-search.ts';
import { useQueueNavigation } from '../use-ticket-search.ts';
import { BulkBar } from './BulkBar.tsx';
import { QueueFilters } from './QueueFilters.tsx';
import { QueueList } from './QueueList.tsx';
import styles from './QueuePane.module.css';
import { QueueViews } from './QueueViews.tsx';
import { emptySelection, keptIn } from './selection.ts';
import { useQueue } from './use-queue.ts';

function EmptyQueue({ search }: { search: QueueSearch }) {
  const { t } = useTranslation('tickets');
  const show = useQueueNavigation();
  if (isFiltered(search)) {
    const clear = (
      <Button variant="default" onClick={() => show(withoutFilters(search))}>
        {t('queue.clearFilters')}
      </Button>
    );
    return (
      <EmptyState icon={FilterX} title={t('empty.filtered.title')} action={clear}>
        {t('empty.filtered.text')}
      </EmptyState>
    );
  }
  const view = search.view ?? 'waiting';
  return (
    <EmptyState icon={view === 'waiting' ? CircleCheck : Inbox} title={t(`empty.${view}.title`)}>
      {t(`empty.${view}.text`)}
    </EmptyState>
  );
}

type Queue = ReturnType<typeof useQueue>;

/** What stands below the rows: more to come, a failure to read more, or the end. */
function QueueFoot({ query }: { query: Queue['query'] }) {
  const { t } = useTranslation('tickets');
  if (query.isFetchNextPageError) {
    return (
      <p className={styles.foot}>
        <Button variant="default" size="xs" onClick={() => void query.fetchNextPage()}>
          {t('queue.retryMore')}
        </Button>
      </p>
    );
  }
  if (query.hasNextPage) return <p className={styles.foot}>{t('queue.loadingMore')}</p>;
  return null;
}

/** The queue at the side: which view, narrowed how, its rows, and what to do with the selected ones. */
export function QueuePane({ search, openNumber }: { search: QueueSearch; openNumber: number | null }) {
  const { t } = useTranslation('tickets');
  const mayWrite = useMay('tickets:write');
  const { rows, query, fresh, seen } = useQueue(search);
  const [selection, setSelection] = useState(emptySelection);
  const placeName = JSON.stringify(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another queue begins with nothing selected
  useEffect(() => setSelection(emptySelection), [placeName]);
  const order = useMemo(() => rows.map((row) => row.id), [rows]);
  const kept = useMemo(() => keptIn(selection, order), [selection, order]);
  const selected = useMemo(() => rows.filter((row) => kept.ids.has(row.id)), [rows, kept]);

  const body = () => {
    if (query.isPending) return <Skeletons rows={10} />;
    if (rows.length === 0) {
      return query.isError ? (
        <ErrorState error={query.error} title={t('error.queue')} onRetry={() => void query.refetch()} />
      ) : (
        <EmptyQueue search={search} />
      );
    }
    return (
      <QueueList
        key={placeName}
        rows={rows}
        fresh={fresh}
        placeName={placeName}
        search={search}
        openNumber={openNumber}
        canSelect={mayWrite}
        selection={kept}
        onSelect={setSelection}
        onSeen={seen}
        foot={<QueueFoot query={query} />}
      />
    );
  };
  return (
    <section className={styles.pane} aria-label={t('queue.title')}>
      <header className={styles.head}>
        <QueueViews search={search} />
        {mayWrite ? (
          <Link to="/tickets/new" className={styles.add} aria-label={t('queue.new')} title={t('queue.new')}>
            <Plus size={18} aria-hidden />
          </Link>
        ) : null}
      </header>
      <QueueFilters search={search} />
      {body()}
      {mayWrite ? <BulkBar selected={selected} onDone={() => setSelection(emptySelection)} /> : null}
    </section>
  );
}

import { useTranslation } from 'react-i18next';
import { PagedList } from '../../../components/PagedList.tsx';
import type { IntakeSearch } from '../intake-search.ts';
import { useLedgerRows } from '../ledger-queries.ts';
import { IntakeRowView } from './IntakeRowView.tsx';
import { Limits } from './Limits.tsx';
import { NoRows } from './NoRows.tsx';

/** The rows that the address asks for. */
export function IntakeList({ search, openId }: { search: IntakeSearch; openId: string | null }) {
  const { t } = useTranslation('intake');
  const { query, rows } = useLedgerRows(search);
  return (
    <>
      <Limits search={search} />
      <PagedList
        query={query}
        rows={rows}
        name={`intake ${JSON.stringify(search)}`}
        openId={openId}
        words={{
          list: t('list'),
          next: t('keys.next'),
          previous: t('keys.previous'),
          retryMore: t('retryMore'),
        }}
        empty={<NoRows search={search} />}
      >
        {(row, isOpen, onNear) => <IntakeRowView row={row} search={search} isOpen={isOpen} onNear={onNear} />}
      </PagedList>
    </>
  );
}

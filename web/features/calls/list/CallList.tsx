import { useTranslation } from 'react-i18next';
import { PagedList } from '../../../components/PagedList.tsx';
import type { CallsSearch } from '../calls-search.ts';
import { useCallLog } from '../use-calls.ts';
import { CallRow } from './CallRow.tsx';
import { Limits } from './Limits.tsx';
import { NoCalls } from './NoCalls.tsx';

/** The calls that the address asks for. */
export function CallList({ search, openId }: { search: CallsSearch; openId: string | null }) {
  const { t } = useTranslation('calls');
  const { query, rows } = useCallLog(search);
  return (
    <>
      <Limits search={search} />
      <PagedList
        query={query}
        rows={rows}
        name={`calls ${JSON.stringify(search)}`}
        openId={openId}
        words={{
          list: t('list'),
          next: t('keys.next'),
          previous: t('keys.previous'),
          retryMore: t('retryMore'),
        }}
        empty={<NoCalls search={search} />}
      >
        {(call, isOpen, onNear) => <CallRow call={call} search={search} isOpen={isOpen} onNear={onNear} />}
      </PagedList>
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readAccount } from '../../../../shared/accounts.ts';
import { call } from '../../../api.ts';
import { useMay } from '../../../api-queries.ts';
import { Auto } from '../../../components/Isolates.tsx';
import { ListLimits } from '../../../components/ListLimits.tsx';
import { usePlace } from '../../../components/place.ts';
import { clock, date } from '../../../i18n/format.ts';
import type { CallsSearch } from '../calls-search.ts';
import { useCallLog } from '../use-calls.ts';

/** Whose calls they are, where they are one customer's. */
function useAccountName(id: string | undefined): string | null {
  const mayRead = useMay('accounts:read');
  const { data } = useQuery({
    queryKey: ['account', 'name', id],
    queryFn: ({ signal }) => call(readAccount, { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined && mayRead,
  });
  return data?.name ?? null;
}

/** Whose exchange or ticket it is, the rows themselves say. */
function useRowsSay(search: CallsSearch) {
  const [first] = useCallLog(search).rows;
  return {
    connection: search.connection === undefined ? null : (first?.connection.name ?? null),
    ticket: search.ticket === undefined ? null : (first?.ticket?.number ?? null),
  };
}

/** What the rows are limited to besides the filters that are in sight, and the way to all of them. */
export function Limits({ search }: { search: CallsSearch }) {
  const { account, ticket, connection, since, until, came, ...others } = search;
  const { t } = useTranslation('calls');
  const place = usePlace();
  const name = useAccountName(account);
  const said = useRowsSay(search);
  const at = (instant: string) =>
    `\u2066${date(new Date(instant), place)}, ${clock(new Date(instant), place)}\u2069`;
  const limits = [
    account === undefined ? null : { key: 'account', words: t('limits.account'), name },
    ticket === undefined
      ? null
      : { key: 'ticket', words: t('limits.ticket'), name: said.ticket === null ? null : `#${said.ticket}` },
    connection === undefined
      ? null
      : { key: 'connection', words: t('limits.connection'), name: said.connection },
    came === undefined ? null : { key: 'came', words: t(`limits.${came}`), name: null },
    since === undefined ? null : { key: 'since', words: t('limits.since', { at: at(since) }), name: null },
    until === undefined ? null : { key: 'until', words: t('limits.until', { at: at(until) }), name: null },
  ].filter((one) => one !== null);
  if (limits.length === 0) return null;
  return (
    <ListLimits others={others} allLabel={t('limits.all')}>
      {limits.map(({ key, words, name: of }, index) => (
        <span key={key}>
          {index === 0 ? '' : ' · '}
          {words}
          {of === null ? null : (
            <>
              {' '}
              <Auto>{of}</Auto>
            </>
          )}
        </span>
      ))}
    </ListLimits>
  );
}

import { useTranslation } from 'react-i18next';
import { ListLimits } from '../../../components/ListLimits.tsx';
import type { CallsSearch } from '../calls-search.ts';

/** What the rows are limited to besides the filters that are in sight, and the way to all of them. */
export function Limits({ search: { account, ticket, ...others } }: { search: CallsSearch }) {
  const { t } = useTranslation('calls');
  if (account === undefined && ticket === undefined) return null;
  return (
    <ListLimits others={others} allLabel={t('limits.all')}>
      {t(account === undefined ? 'limits.ticket' : 'limits.account')}
    </ListLimits>
  );
}

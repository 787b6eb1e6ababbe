import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ListPage } from '../../components/ListPage.tsx';
import { LedgerHead } from './LedgerHead.tsx';
import { IntakeList } from './list/IntakeList.tsx';
import { useIntakeSearch } from './use-intake-search.ts';
import { useLedgerRefresh } from './use-ledger-refresh.ts';

/** The ledger: everything that came in, and what became of it; beside it the row that the address names. */
export function IntakePage() {
  const { t } = useTranslation('intake');
  const search = useIntakeSearch();
  const openId = useParams({ strict: false }).id ?? null;
  const navigate = useNavigate();
  useLedgerRefresh();
  return (
    <ListPage
      title={t('title')}
      head={<LedgerHead search={search} isWholePage={openId === null} />}
      openId={openId}
      closeLabel={t('keys.close')}
      onClose={() => void navigate({ to: '/intake', search })}
    >
      <IntakeList search={search} openId={openId} />
    </ListPage>
  );
}

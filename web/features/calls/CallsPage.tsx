import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ListPage } from '../../components/ListPage.tsx';
import { CallsHead } from './CallsHead.tsx';
import { LiveCalls } from './LiveCalls.tsx';
import { CallList } from './list/CallList.tsx';
import { useCallLogRefresh, useCallsSearch } from './use-calls.ts';

/** Every call: what rings and is spoken now, then what has ended; beside it the call that the address names. */
export function CallsPage() {
  const { t } = useTranslation('calls');
  const search = useCallsSearch();
  const openId = useParams({ strict: false }).id ?? null;
  const navigate = useNavigate();
  useCallLogRefresh();
  return (
    <ListPage
      title={t('title')}
      head={<CallsHead search={search} isWholePage={openId === null} />}
      openId={openId}
      closeLabel={t('keys.close')}
      onClose={() => void navigate({ to: '/calls', search })}
    >
      <LiveCalls search={search} openId={openId} />
      <CallList search={search} openId={openId} />
    </ListPage>
  );
}

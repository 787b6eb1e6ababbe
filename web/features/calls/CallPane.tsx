import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api.ts';
import { callQuery } from '../../components/calls/call-queries.ts';
import { Party } from '../../components/calls/Party.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Skeletons } from '../../components/Skeletons.tsx';
import { CallFrame } from './call/CallFrame.tsx';
import { CallView } from './call/CallView.tsx';

/** `status` 404 and 400: no call has this id, and none could. */
const isUnknown = (error: unknown) =>
  error instanceof ApiProblem && (error.status === 404 || error.status === 400);

/** One call by the id in the address, with everything known about it. */
export function CallPane() {
  const { t } = useTranslation('calls');
  const id = useParams({ strict: false }).id ?? '';
  const query = useQuery(callQuery(id));
  const { data } = query;
  if (data !== undefined)
    return (
      <CallFrame key={id} title={<Party call={data.call} />}>
        <CallView call={data.call} events={data.events} />
      </CallFrame>
    );
  return (
    <CallFrame key={id} title={t('call.title')}>
      {query.isPending ? <Skeletons rows={8} /> : null}
      {query.isError && !isUnknown(query.error) ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isError && isUnknown(query.error) ? (
        <EmptyState icon={FileQuestion} title={t('call.unknown')}>
          {t('call.unknownText')}
        </EmptyState>
      ) : null}
    </CallFrame>
  );
}

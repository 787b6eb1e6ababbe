import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Skeletons } from '../../components/Skeletons.tsx';
import { subjectDirection } from '../../components/text-direction.ts';
import { ItemFrame } from './item/ItemFrame.tsx';
import { ItemView } from './item/ItemView.tsx';
import { itemQuery } from './ledger-queries.ts';
import { suggestedSubject } from './refusal.ts';

/** `status` 404 and 400: no row has this id, and none could. */
const isUnknown = (error: unknown) =>
  error instanceof ApiProblem && (error.status === 404 || error.status === 400);

/** One row of the ledger by the id in the address, with everything known about it. */
export function IntakePane() {
  const { t } = useTranslation('intake');
  const id = useParams({ strict: false }).id ?? '';
  const query = useQuery(itemQuery(id));
  const { data } = query;
  const body = (): ReactNode => {
    if (data !== undefined) return <ItemView item={data} />;
    if (query.isPending) return <Skeletons rows={8} />;
    if (!isUnknown(query.error)) {
      return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    }
    return (
      <EmptyState icon={FileQuestion} title={t('empty.notFound.title')}>
        {t('empty.notFound.text')}
      </EmptyState>
    );
  };
  const subject = data === undefined ? '' : suggestedSubject(data);
  const unnamed = t(data === undefined ? 'item.label' : 'row.untitled');
  const title = subject === '' ? unnamed : <bdi dir={subjectDirection(subject)}>{subject}</bdi>;
  return (
    <ItemFrame key={id} title={title}>
      {body()}
    </ItemFrame>
  );
}

import { FileQuestion } from 'lucide-react';
import { ApiProblem } from '../api.ts';
import { EmptyState } from './EmptyState.tsx';
import { ErrorState } from './ErrorState.tsx';
import { Skeletons } from './Skeletons.tsx';

/** `status` 404 and 400: nothing has the id that the address names, and nothing could. */
export const isUnknown = (error: unknown) =>
  error instanceof ApiProblem && (error.status === 404 || error.status === 400);

interface Props {
  query: { isPending: boolean; error: Error | null; refetch: () => unknown };
  unknown: { title: string; text: string };
}

/** What a pane shows as long as the row that the address names has not been read: it may come, fail, or not be there. */
export function UnreadDetail({ query: { isPending, error, refetch }, unknown }: Props) {
  if (isPending) return <Skeletons rows={8} />;
  if (!isUnknown(error)) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <EmptyState icon={FileQuestion} title={unknown.title}>
      {unknown.text}
    </EmptyState>
  );
}

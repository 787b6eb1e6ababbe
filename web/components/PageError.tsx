import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './ErrorState.tsx';

/** When a page itself broke: the navigation stays, and the rest can be used. */
export function PageError({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <ErrorState
      error={error}
      title={t('error.broken')}
      kept={t('error.brokenKept')}
      onRetry={() => window.location.reload()}
    />
  );
}

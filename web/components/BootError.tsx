import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api.ts';
import { ErrorState } from './ErrorState.tsx';

/** When not even the question "who is signed in?" is answered. */
export function BootError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const title = t(error instanceof ApiProblem ? 'error.boot' : 'error.broken');
  useEffect(() => {
    document.title = `${title} · Pniya`;
  }, [title]);
  return (
    <main style={{ display: 'flex', blockSize: '100dvh' }}>
      <h1 className="visually-hidden">{title}</h1>
      <div style={{ margin: 'auto', textAlign: 'center' }}>
        <ErrorState error={error} title={title} kept={t('error.bootKept')} />
        <Button onClick={() => window.location.reload()}>{t('error.retry')}</Button>
      </div>
    </main>
  );
}

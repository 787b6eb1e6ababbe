import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState.tsx';

/** An address that leads nowhere; `isPart` where the page round it has a heading already. */
export function NotFound({ isPart = false }: { isPart?: boolean }) {
  const { t } = useTranslation();
  const title = t('notFound.title');
  useEffect(() => {
    document.title = `${title} · Pniya`;
  }, [title]);
  return (
    <div style={{ display: 'flex', minBlockSize: '100%' }}>
      {isPart ? null : <h1 className="visually-hidden">{title}</h1>}
      <EmptyState
        icon={Compass}
        title={title}
        action={
          <Button component={Link} to="/tickets">
            {t('notFound.home')}
          </Button>
        }
      >
        {t('notFound.words')}
      </EmptyState>
    </div>
  );
}

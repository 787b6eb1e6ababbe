import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { FilterX, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api-queries.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import type { IntakeSearch } from '../intake-search.ts';

function NothingYet() {
  const { t } = useTranslation('intake');
  const maySee = useMay('settings:read');
  return (
    <EmptyState
      icon={ScrollText}
      title={t('empty.all.title')}
      action={
        maySee ? (
          <Button
            variant="default"
            component={Link}
            to="/settings/$section"
            params={{ section: 'mailboxes' } as never}
          >
            {t('empty.all.step')}
          </Button>
        ) : null
      }
    >
      {t('empty.all.text')}
    </EmptyState>
  );
}

/** What an empty ledger, or an empty part of it, means. */
export function NoRows({ search: { state, ...limits } }: { search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  const navigate = useNavigate();
  const isLimited = Object.keys(limits).length > 0;
  if (!isLimited && state === undefined) return <NothingYet />;
  if (!isLimited) {
    return (
      <EmptyState icon={ScrollText} title={t(`empty.${state}.title`)}>
        {t(`empty.${state}.text`)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={FilterX}
      title={t('empty.filtered.title')}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/intake' })}>
          {t('filter.clear')}
        </Button>
      }
    >
      {t('empty.filtered.text')}
    </EmptyState>
  );
}

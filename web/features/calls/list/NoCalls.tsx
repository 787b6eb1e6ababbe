import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleCheckBig, FilterX, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api-queries.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import type { CallsSearch } from '../calls-search.ts';

function NothingYet() {
  const { t } = useTranslation('calls');
  const maySet = useMay('settings:read');
  return (
    <EmptyState
      icon={Phone}
      title={t('empty.title')}
      action={
        maySet ? (
          <Button
            variant="default"
            component={Link}
            to="/settings/$section"
            params={{ section: 'phone' } as never}
          >
            {t('empty.step')}
          </Button>
        ) : null
      }
    >
      {t('empty.text')}
    </EmptyState>
  );
}

/** What an empty list of calls means. */
export function NoCalls({ search }: { search: CallsSearch }) {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const { show, ...limits } = search;
  const isLimited = Object.keys(limits).length > 0;
  if (!isLimited && show === undefined) return <NothingYet />;
  if (!isLimited) {
    return (
      <EmptyState icon={CircleCheckBig} title={t(`empty.${show}.title`)}>
        {t(`empty.${show}.text`)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={FilterX}
      title={t('empty.filtered')}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/calls' })}>
          {t('filter.clear')}
        </Button>
      }
    />
  );
}

import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { FilterX, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { NothingYet } from '../../../components/NothingYet.tsx';
import type { IntakeSearch } from '../intake-search.ts';

/** What an empty ledger, or an empty part of it, means. */
export function NoRows({ search: { state, ...limits } }: { search: IntakeSearch }) {
  const { t } = useTranslation('intake');
  const navigate = useNavigate();
  const isLimited = Object.keys(limits).length > 0;
  if (!isLimited && state === undefined) {
    return (
      <NothingYet
        icon={ScrollText}
        title={t('empty.all.title')}
        text={t('empty.all.text')}
        section="mailboxes"
        step={t('empty.all.step')}
      />
    );
  }
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

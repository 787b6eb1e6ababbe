import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CircleCheckBig, FilterX, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLiveCalls } from '../../../components/calls/call-queries.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { NothingYet } from '../../../components/NothingYet.tsx';
import type { CallsSearch } from '../calls-search.ts';

/** What an empty list of calls means. */
export function NoCalls({ search }: { search: CallsSearch }) {
  const { t } = useTranslation('calls');
  const navigate = useNavigate();
  const { show, ...limits } = search;
  const isFirstLive = useLiveCalls().length > 0;
  const isLimited = Object.keys(limits).length > 0;
  if (!isLimited && show === undefined) {
    if (isFirstLive)
      return (
        <EmptyState icon={Phone} title={t('empty.live.title')}>
          {t('empty.live.text')}
        </EmptyState>
      );
    return (
      <NothingYet
        icon={Phone}
        title={t('empty.title')}
        text={t('empty.text')}
        section="phone"
        step={t('empty.step')}
      />
    );
  }
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

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { callDirections } from '../../../shared/calls.ts';
import { useMay } from '../../api-queries.ts';
import type { Choice } from '../../components/Choices.tsx';
import { callCountsQuery } from '../../components/calls/call-queries.ts';
import { ListHead } from '../../components/ListHead.tsx';
import { CallsFilters } from './CallsFilters.tsx';
import styles from './CallsHead.module.css';
import type { CallsSearch } from './calls-search.ts';

const mostCounted = 1000;

function useShowChoices({ show, ...others }: CallsSearch): Choice[] {
  const { t } = useTranslation(['calls', 'common']);
  const unclassified = useQuery(callCountsQuery).data?.unclassified ?? 0;
  const count =
    unclassified === 0
      ? undefined
      : {
          shown: unclassified >= mostCounted ? '999+' : String(unclassified),
          sentence: t('common:nav.unclassified', { count: unclassified }),
        };
  return [
    { key: 'all', label: t('show.all'), search: others, isShown: show === undefined },
    {
      key: 'unclassified',
      label: t('show.unclassified'),
      search: { ...others, show: 'unclassified' },
      isShown: show === 'unclassified',
      count,
    },
    {
      key: 'missed',
      label: t('show.missed'),
      search: { ...others, show: 'missed' },
      isShown: show === 'missed',
    },
    // Led to from the comparison; nobody looks for it every day.
    ...(show === 'unbooked'
      ? [
          {
            key: 'unbooked',
            label: t('show.unbooked'),
            search: { ...others, show: 'unbooked' },
            isShown: true,
          },
        ]
      : []),
  ];
}

function useDirectionChoices({ direction, ...others }: CallsSearch): Choice[] {
  const { t } = useTranslation('calls');
  return [
    { key: 'any', label: t('show.anyDirection'), search: others, isShown: direction === undefined },
    ...callDirections.map((one) => ({
      key: one,
      label: t(`directions.${one}`),
      search: { ...others, direction: one },
      isShown: direction === one,
    })),
  ];
}

/** The page's name and what narrows its rows; each choice is an address. */
export function CallsHead({ search, isWholePage }: { search: CallsSearch; isWholePage: boolean }) {
  const { t } = useTranslation('calls');
  const mayCompare = useMay('intake:read');
  const filters = [
    { label: t('show.label'), choices: useShowChoices(search) },
    { label: t('show.direction'), choices: useDirectionChoices(search) },
  ];
  const beside = (
    <>
      {mayCompare ? (
        <Link to="/intake/mailboxes" hash="exchanges" className={styles.compared}>
          {t('compared')}
        </Link>
      ) : null}
      <CallsFilters search={search} />
    </>
  );
  return (
    <ListHead title={t('title')} isWholePage={isWholePage} beside={beside} hasFields filters={filters} />
  );
}

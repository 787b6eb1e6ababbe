import { useTranslation } from 'react-i18next';
import { intakeStates } from '../../../shared/intake.ts';
import { ticketChannels } from '../../../shared/tickets.ts';
import { useCounts } from '../../api-queries.ts';
import { type Choice, Choices } from '../../components/Choices.tsx';
import { ListHead } from '../../components/ListHead.tsx';
import { Equation } from './equation/Equation.tsx';
import type { IntakeSearch, IntakeState } from './intake-search.ts';
import { ComparedLink } from './mailboxes/ComparedLink.tsx';
import { type Period, periods, usualPeriod } from './period.ts';

const anything = 'any';
const mostCounted = 1000;

/** States in which somebody or something has yet to decide. */
const unsettled: ReadonlySet<IntakeState> = new Set(['pending', 'quarantined']);

const withoutSince = ({ since: _, ...others }: IntakeSearch): IntakeSearch => others;

function usePeriodChoices({ since, ...filters }: IntakeSearch): Choice[] {
  const { t } = useTranslation('intake');
  return (Object.keys(periods) as Period[]).map((period) => ({
    key: period,
    label: t(`period.${period}`),
    search: { ...filters, since: period },
    isShown: (since ?? usualPeriod) === period,
  }));
}

function useStateChoices({ state, as: _, ...others }: IntakeSearch): Choice[] {
  const { t } = useTranslation(['intake', 'common']);
  const quarantined = useCounts()?.quarantined ?? 0;
  const countOf = (one: IntakeState) =>
    one === 'quarantined' && quarantined > 0
      ? {
          shown: quarantined >= mostCounted ? '999+' : String(quarantined),
          sentence: t('common:nav.quarantined', { count: quarantined }),
        }
      : undefined;
  return [
    { key: anything, label: t('filter.anyState'), search: others, isShown: state === undefined },
    ...intakeStates.map((one) => ({
      key: one,
      label: t(`state.${one}`),
      // However long ago they came: what waits for a decision waits for it still.
      search: unsettled.has(one) ? { ...withoutSince(others), state: one } : { ...others, state: one },
      isShown: state === one,
      count: countOf(one),
    })),
  ];
}

function useChannelChoices({ channel, ...others }: IntakeSearch): Choice[] {
  const { t } = useTranslation('intake');
  return [
    { key: anything, label: t('filter.anyChannel'), search: others, isShown: channel === undefined },
    ...ticketChannels.map((one) => ({
      key: one,
      label: t(`channel.${one}`),
      search: { ...others, channel: one },
      isShown: channel === one,
    })),
  ];
}

/** The page's name, the equation since a chosen day, and what narrows the rows. */
export function LedgerHead({ search, isWholePage }: { search: IntakeSearch; isWholePage: boolean }) {
  const { t } = useTranslation('intake');
  const filters = [
    { label: t('filter.state'), choices: useStateChoices(search) },
    { label: t('filter.channel'), choices: useChannelChoices(search) },
  ];
  const beside = (
    <>
      <ComparedLink />
      <Choices label={t('period.label')} choices={usePeriodChoices(search)} />
    </>
  );
  return (
    <ListHead title={t('title')} isWholePage={isWholePage} beside={beside} filters={filters}>
      <Equation search={search} />
    </ListHead>
  );
}

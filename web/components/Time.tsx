import { useTranslation } from 'react-i18next';
import { age, clock, date, exact, log, short } from '../i18n/format.ts';
import { useNow, usePlace } from './place.ts';

export type TimeShape = 'ago' | 'short' | 'log' | 'full';

/** An instant (ISO 8601). `ago`: לפני 3 שעות; `short`: as little as tells it; `log`: with its hour on every day; `full`: day and hour. Exact on hover. */
export function Time({ at, shape = 'ago' }: { at: string; shape?: TimeShape }) {
  const { t } = useTranslation();
  const place = usePlace();
  const now = useNow();
  const instant = new Date(at);
  const { unit, count } = age(instant, now);
  const shown = {
    ago: () => t(`ago.${unit}`, { count }),
    short: () => short(instant, now, place),
    log: () => log(instant, now, place),
    full: () => `${date(instant, place)}, ${clock(instant, place)}`,
  }[shape];
  return (
    <time dateTime={at} title={exact(instant, place)}>
      {shape === 'ago' ? shown() : <bdi dir="ltr">{shown()}</bdi>}
    </time>
  );
}

import { instantOfLocal, wallClockMs } from '../../../shared/local-time.ts';

/** Spans of whole days in the business's own time zone, today included. */
export const periods = { today: 1, week: 7, month: 30 } as const;
export type Period = keyof typeof periods;
export const usualPeriod = 'week';

export const isPeriod = (given: unknown): given is Period =>
  typeof given === 'string' && Object.hasOwn(periods, given);

/** The instant at which a period began: midnight in the time zone, `periods[period] - 1` days before today. */
export function startOf(period: Period, now: Date, timeZone: string): Date {
  const today = new Date(wallClockMs(now, timeZone));
  const day = today.getUTCDate() - (periods[period] - 1);
  return instantOfLocal(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), day), timeZone);
}

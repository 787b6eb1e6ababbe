/** Spans of whole days in the business's own time zone, today included. */
export const periods = { today: 1, week: 7, month: 30 } as const;
export type Period = keyof typeof periods;
export const usualPeriod = 'week';

export const isPeriod = (given: unknown): given is Period =>
  typeof given === 'string' && Object.hasOwn(periods, given);

/** What the clock on the wall shows, as if it were UTC, in milliseconds. */
function wallClock(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** The instant at which a period began: midnight in the time zone, `periods[period] - 1` days before today. */
export function startOf(period: Period, now: Date, timeZone: string): Date {
  const today = new Date(wallClock(now, timeZone));
  const midnight = Date.UTC(
    today.getUTCFullYear(),
    today.getUTCMonth(),
    today.getUTCDate() - (periods[period] - 1),
  );
  // The offset from UTC may be another one on that day (summer time), so the first guess only finds the offset.
  const seconds = (at: number) => Math.floor(at / 1000) * 1000;
  const guess = midnight - (wallClock(new Date(midnight), timeZone) - seconds(midnight));
  return new Date(midnight - (wallClock(new Date(guess), timeZone) - seconds(guess)));
}

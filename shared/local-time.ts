/** Making one costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 1000;

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (formats.size >= mostFormats) formats.clear();
  formats.set(timezone, format);
  return format;
}

/** What a zone's clock shows at an instant, as if it were UTC's: milliseconds, in whole seconds. */
export function wallClockMs(at: Date, timezone: string): number {
  const part = new Map(
    formatOf(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** How far a zone's clock is ahead of UTC at an instant. */
function aheadMs(at: Date, timezone: string): number {
  return wallClockMs(at, timezone) - Math.floor(at.getTime() / 1000) * 1000;
}

/**
 * The instant at which a zone's clock shows what UTC's clock shows at `shownMs`. In the hour that comes twice the first counts; in
 * the one that is left out, the clock as if it had not been.
 */
export function instantOfLocal(shownMs: number, timezone: string): Date {
  const before = aheadMs(new Date(shownMs - 24 * 3_600_000), timezone);
  const guess = new Date(shownMs - before);
  const ahead = aheadMs(guess, timezone);
  return ahead === before ? guess : exactOr(guess, new Date(shownMs - ahead), shownMs, timezone);
}

function exactOr(guess: Date, other: Date, shownMs: number, timezone: string): Date {
  return other.getTime() + aheadMs(other, timezone) === shownMs ? other : guess;
}

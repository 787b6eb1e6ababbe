/** How far a zone's clock is ahead of UTC at an instant. */
function aheadMs(at: Date, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return shown - Math.floor(at.getTime() / 1000) * 1000;
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

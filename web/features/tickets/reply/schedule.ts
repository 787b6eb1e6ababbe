import { instantOfLocal, wallClockMs } from '../../../../shared/local-time.ts';

/** The hour at which a mail for another day goes out. */
const morning = 8;
/** A mail for later today goes out by then at the latest: nobody wants to be written to at night. */
const evening = 20;
const laterHours = 3;
const [sunday, saturday] = [0, 6];

export interface ScheduleChoice {
  key: 'today' | 'tomorrow' | 'sunday';
  at: Date;
}

/** When a mail is most often wanted to go out, at the business's own time. The week begins on Sunday; on Saturday nothing is sent. */
export function scheduleChoices(now: Date, timeZone: string): ScheduleChoice[] {
  const wall = new Date(wallClockMs(now, timeZone));
  const at = (days: number, hour: number) => {
    const day = wall.getUTCDate() + days;
    return instantOfLocal(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), day, hour), timeZone);
  };
  const weekday = wall.getUTCDay();
  const later = Math.max(morning, wall.getUTCHours() + laterHours + (wall.getUTCMinutes() > 0 ? 1 : 0));
  const toSunday = (7 - weekday) % 7 || 7;
  const choices: ScheduleChoice[] = [];
  if (later <= evening && weekday !== saturday) choices.push({ key: 'today', at: at(0, later) });
  if ((weekday + 1) % 7 !== saturday && (weekday + 1) % 7 !== sunday)
    choices.push({ key: 'tomorrow', at: at(1, morning) });
  choices.push({ key: 'sunday', at: at(toSunday, morning) });
  return choices;
}

/** As a field for date and time holds it: `2026-11-29T08:00`, by the clock of the place. */
export function fieldValueOf(at: Date, timeZone: string): string {
  return new Date(wallClockMs(at, timeZone)).toISOString().slice(0, 16);
}

/** The instant that such a field means; null for what is no date. */
export function instantFrom(value: string, timeZone: string): Date | null {
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(value)?.[0];
  const shownMs = shown === undefined ? Number.NaN : Date.parse(`${shown}Z`);
  return Number.isNaN(shownMs) ? null : instantOfLocal(shownMs, timeZone);
}

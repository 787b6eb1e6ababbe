/** The hour at which a mail for another day goes out. */
const morning = 8;
/** A mail for later today goes out by then at the latest: nobody wants to be written to at night. */
const evening = 20;
const laterHours = 3;
const [sunday, saturday] = [0, 6];

/** What a clock on the wall of a place shows. */
interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

function wallOf(at: Date, timeZone: string): Wall {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
  };
}

/** As if the place were in UTC; days and hours beyond their month or day carry over. */
const asUtc = ({ year, month, day, hour, minute }: Wall) => Date.UTC(year, month - 1, day, hour, minute);

/** The instant at which a clock there shows this; in the hour that summer time leaves out, the one it becomes. */
function instantOf(wall: Wall, timeZone: string): Date {
  const wanted = asUtc(wall);
  const offsetAt = (at: number) => asUtc(wallOf(new Date(at), timeZone)) - at;
  const guess = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(guess));
}

const weekdayOf = (wall: Wall) => new Date(asUtc(wall)).getUTCDay();

export interface ScheduleChoice {
  key: 'today' | 'tomorrow' | 'sunday';
  at: Date;
}

/** When a mail is most often wanted to go out, at the business's own time. The week begins on Sunday; on Saturday nothing is sent. */
export function scheduleChoices(now: Date, timeZone: string): ScheduleChoice[] {
  const wall = wallOf(now, timeZone);
  const at = (days: number, hour: number) =>
    instantOf({ ...wall, day: wall.day + days, hour, minute: 0 }, timeZone);
  const weekday = weekdayOf(wall);
  const later = Math.max(morning, wall.hour + laterHours + (wall.minute > 0 ? 1 : 0));
  const toSunday = (7 - weekday) % 7 || 7;
  const choices: ScheduleChoice[] = [];
  if (later <= evening && weekday !== saturday) choices.push({ key: 'today', at: at(0, later) });
  if ((weekday + 1) % 7 !== saturday && (weekday + 1) % 7 !== sunday)
    choices.push({ key: 'tomorrow', at: at(1, morning) });
  choices.push({ key: 'sunday', at: at(toSunday, morning) });
  return choices;
}

const two = (value: number) => String(value).padStart(2, '0');

/** As a field for date and time holds it: `2026-11-29T08:00`, by the clock of the place. */
export function fieldValueOf(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = wallOf(at, timeZone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The instant that such a field means; null for what is no date. */
export function instantFrom(value: string, timeZone: string): Date | null {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value) ?? [];
  if (minute === undefined) return null;
  const wall = { year: Number(year), month: Number(month), day: Number(day) };
  return instantOf({ ...wall, hour: Number(hour), minute: Number(minute) }, timeZone);
}

const locales: Record<string, string> = { he: 'he-IL', en: 'en-GB' };
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface Place {
  language: string;
  timeZone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Intl formats are slow to make and a list shows hundreds of instants, so each is made once. */
function formatOf({ language, timeZone }: Place, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${timeZone} ${name}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locales[language] ?? language, { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** `14:05` */
export function clock(at: Date, place: Place): string {
  return formatOf(place, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** `23.9.2026` in Hebrew, `23/09/2026` in English. */
export function date(at: Date, place: Place): string {
  return formatOf(place, 'date', { day: 'numeric', month: 'numeric', year: 'numeric' }).format(at);
}

/** `23.9.2026, 14:05:33`: for the hover, where the minute is not enough. */
export function exact(at: Date, place: Place): string {
  return `${date(at, place)}, ${formatOf(place, 'exact', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at)}`;
}

/** `יום ראשון, 29.11, 08:00`: when something will happen in the next days. */
export function dayAndHour(at: Date, place: Place): string {
  const options = { weekday: 'long', day: 'numeric', month: 'numeric' } as const;
  return `${formatOf(place, 'weekday', options).format(at)}, ${clock(at, place)}`;
}

/** The hour, and before today the day too: of what is looked for by when it was. */
export function log(at: Date, now: Date, place: Place): string {
  const isToday = date(at, place) === date(now, place);
  return isToday ? clock(at, place) : `${short(at, now, place)}, ${clock(at, place)}`;
}

/** The hour today, day and month this year, the whole date before: what a list has room for. */
export function short(at: Date, now: Date, place: Place): string {
  if (date(at, place) === date(now, place)) return clock(at, place);
  const year = formatOf(place, 'year', { year: 'numeric' });
  if (year.format(at) !== year.format(now)) return date(at, place);
  return formatOf(place, 'dayMonth', { day: 'numeric', month: 'numeric' }).format(at);
}

export type AgeUnit = 'moment' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months';

/** How long ago, in the one unit a person would say. Never negative: clocks of two machines may differ. */
export function age(since: Date, now: Date): { unit: AgeUnit; count: number } {
  const passed = Math.max(0, now.getTime() - since.getTime());
  if (passed < minute) return { unit: 'moment', count: 0 };
  if (passed < hour) return { unit: 'minutes', count: Math.floor(passed / minute) };
  if (passed < day) return { unit: 'hours', count: Math.floor(passed / hour) };
  if (passed < 14 * day) return { unit: 'days', count: Math.floor(passed / day) };
  if (passed < 60 * day) return { unit: 'weeks', count: Math.floor(passed / (7 * day)) };
  return { unit: 'months', count: Math.floor(passed / (30 * day)) };
}

export type Urgency = 'calm' | 'soon' | 'late';

/** What a wait means while a tenant has no targets of its own: an answer within a day, and a warning after four hours. */
export function urgency(since: Date, now: Date): Urgency {
  const passed = now.getTime() - since.getTime();
  if (passed >= day) return 'late';
  return passed >= 4 * hour ? 'soon' : 'calm';
}

/** `1.5 MB`, in powers of 1024. */
export function size(bytes: number, language: string): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const shown = new Intl.NumberFormat(locales[language] ?? language, {
    maximumFractionDigits: step === 0 ? 0 : 1,
  });
  return `${shown.format(bytes / 1024 ** step)} ${units[step]}`;
}

/** `1,234` */
export function number(value: number, language: string): string {
  return new Intl.NumberFormat(locales[language] ?? language).format(value);
}

import type { Dice } from './dice.ts';

const zone = 'Asia/Jerusalem';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: zone,
  hourCycle: 'h23',
  weekday: 'short',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
});

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Sunday is 0. */
  readonly weekday: number;
  /** Since midnight. */
  readonly minutes: number;
}

/** What the clock on a wall in Israel shows. */
export function localOf(at: Date): LocalTime {
  const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    weekday: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(found.weekday ?? ''),
    minutes: Number(found.hour) * 60 + Number(found.minute),
  };
}

/** The instant at which the wall clock shows these minutes after midnight, on the day so many days before `now`. */
export function instantOn(now: Date, daysAgo: number, minutes: number): Date {
  const { year, month, day } = localOf(now);
  const asUtc = Date.UTC(year, month - 1, day, 0, minutes) - daysAgo * dayMs;
  const guess = new Date(asUtc - 3 * 60 * minuteMs);
  const shown = localOf(guess);
  const shownMs = Date.UTC(shown.year, shown.month - 1, shown.day, 0, shown.minutes);
  return new Date(guess.getTime() + (asUtc - shownMs));
}

const hebrew = new Intl.DateTimeFormat('en-u-ca-hebrew', { timeZone: zone, month: 'long', day: 'numeric' });
const holidays = [
  '1 Tishri',
  '2 Tishri',
  '10 Tishri',
  '15 Tishri',
  '22 Tishri',
  '15 Nisan',
  '21 Nisan',
  '6 Sivan',
];

/** The weekday that a day is like: a holiday is like a Sabbath, and the day before it like a Friday. */
export function kindOfDay(at: Date): number {
  const isHoliday = (day: Date) => holidays.includes(hebrewDay(day));
  const { weekday } = localOf(at);
  if (weekday === 6 || isHoliday(at)) return 6;
  return isHoliday(new Date(at.getTime() + dayMs)) ? 5 : weekday;
}

function hebrewDay(at: Date): string {
  const found = Object.fromEntries(hebrew.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${found.day} ${found.month}`;
}

/** How many inquiries a day brings in comparison, Sunday first. */
const busy = [10, 9, 9, 8, 8, 3, 1];

/** When inquiries arrived: more of them lately, on working days, and in the morning; oldest first, all before `now`. */
export function arrivalTimes(dice: Dice, now: Date, many: number, days: number): Date[] {
  const times: Date[] = [];
  while (times.length < many) {
    const daysAgo = Math.floor(days * dice.next() ** 1.25);
    const minutes = dice.chance(0.6) ? dice.between(8 * 60, 13 * 60) : dice.between(7 * 60, 22 * 60);
    const at = jittered(dice, instantOn(now, daysAgo, minutes));
    const isBusy = dice.chance((busy[kindOfDay(at)] ?? 0) / 10);
    if (isBusy && at.getTime() < now.getTime() - 3 * minuteMs) times.push(at);
  }
  return times.sort((one, other) => one.getTime() - other.getTime());
}

/** Opening and closing of the desk, Sunday first, in minutes of the day. */
const hours = [0, 1, 2, 3, 4].map(() => [8 * 60 + 30, 18 * 60] as const);
const friday = [8 * 60 + 30, 12 * 60 + 30] as const;

/** The first moment at or after `at` when somebody sits at the desk. */
export function atDesk(dice: Dice, at: Date): Date {
  for (let ahead = 0; ; ahead += 1) {
    const day = new Date(at.getTime() + ahead * dayMs);
    const { minutes } = localOf(day);
    const kind = kindOfDay(day);
    const open = kind === 5 ? friday : hours[kind];
    if (!open) continue;
    if (ahead === 0 && minutes >= open[0] && minutes < open[1]) return at;
    if (ahead === 0 && minutes >= open[1]) continue;
    return jittered(dice, instantOn(at, -ahead, open[0] + dice.between(2, 55)));
  }
}

/** Some minutes later, told in seconds and milliseconds too, so that no two things happen at one instant. */
export function later(dice: Dice, at: Date, leastMinutes: number, mostMinutes: number): Date {
  return jittered(dice, new Date(at.getTime() + dice.between(leastMinutes, mostMinutes) * minuteMs));
}

/** People write by day and in the evening. */
export function awake(dice: Dice, at: Date): Date {
  const { minutes } = localOf(at);
  return minutes >= 7 * 60 && minutes < 23 * 60 ? at : later(dice, at, 8 * 60, 10 * 60);
}

function jittered(dice: Dice, at: Date): Date {
  return new Date(at.getTime() - (at.getTime() % minuteMs) + dice.between(1, 59_000));
}

const months = ['ינו׳', 'פבר׳', 'מרץ', 'אפר׳', 'מאי', 'יוני', 'יולי', 'אוג׳', 'ספט׳', 'אוק׳', 'נוב׳', 'דצמ׳'];
const letters = ['א׳', 'ב׳', 'ג׳', 'ד׳', 'ה׳', 'ו׳'];

/** As Gmail writes it above a quote: `יום ג׳, 4 בפבר׳ 2025 ב-10:15`. */
export function gmailTime(at: Date): string {
  const { year, month, day, weekday, minutes } = localOf(at);
  const name = weekday === 6 ? 'שבת' : `יום ${letters[weekday]}`;
  const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return `${name}, ${day} ב${months[month - 1]} ${year} ב-${clock}`;
}

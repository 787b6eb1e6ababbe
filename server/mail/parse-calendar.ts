import { decodeText } from './charset.ts';
import { directionOf } from './compose-html.ts';
import { keepable } from './parse-words.ts';

interface Line {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

const mostBytes = 1_000_000;
const mostAttendees = 20;
const mostDescription = 20_000;

const hebrew = {
  REQUEST: 'זימון לפגישה',
  PUBLISH: 'אירוע ביומן',
  CANCEL: 'ביטול פגישה',
  REPLY: 'תשובה לזימון',
  COUNTER: 'הצעת מועד אחר',
  when: 'מתי',
  where: 'איפה',
  organizer: 'מזמן',
  attendees: 'משתתפים',
  repeats: 'חוזר',
  ACCEPTED: 'אישר/ה הגעה',
  DECLINED: 'לא יגיע/תגיע',
  TENTATIVE: 'אולי יגיע/תגיע',
};
const english: typeof hebrew = {
  REQUEST: 'Invitation',
  PUBLISH: 'Event',
  CANCEL: 'Cancelled',
  REPLY: 'Answer to an invitation',
  COUNTER: 'Another time proposed',
  when: 'When',
  where: 'Where',
  organizer: 'Organizer',
  attendees: 'Attendees',
  repeats: 'Repeats',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

export interface Invitation {
  /** What, when, where and who, in a few lines. */
  readonly summary: string;
  /** What else it says; the mail that brings it mostly says it too. */
  readonly description: string;
}

/** An invitation to read (RFC 5545, 5546); null when there is no event in it. `timezone` (IANA) is where it is read. */
export function readInvitation(
  bytes: Buffer,
  label: string | undefined,
  timezone: string,
): Invitation | null {
  const lines = linesOf(keepable(decodeText(bytes.subarray(0, mostBytes), label ?? 'utf-8')));
  const begin = lines.findIndex(({ name, value }) => name === 'BEGIN' && /^(VEVENT|VTODO)$/i.test(value));
  if (begin < 0) return null;
  const end = lines.findIndex(
    ({ name, value }, at) => at > begin && name === 'END' && /^(VEVENT|VTODO)$/i.test(value),
  );
  const event = withoutInner(lines.slice(begin + 1, end < 0 ? undefined : end));
  const find = (name: string) => event.find((line) => line.name === name);
  const textOf = (name: string) => plain(find(name)?.value ?? '');
  const people = event.filter(({ name }) => name === 'ATTENDEE').slice(0, mostAttendees);
  const organizer = find('ORGANIZER');
  const isHebrew = /[א-ת]/.test(
    `${textOf('SUMMARY')}${textOf('LOCATION')}${organizer?.parameters.get('CN') ?? ''}`,
  );
  const words = isHebrew || directionOf(textOf('SUMMARY')) === 'rtl' ? hebrew : english;
  const method = (lines.find(({ name }) => name === 'METHOD')?.value ?? 'PUBLISH').toUpperCase();
  const title = words[method as 'REQUEST'] ?? words.PUBLISH;
  const fields = [
    [words.when, whenOf(timezone, find('DTSTART'), find('DTEND') ?? find('DUE'))],
    [words.repeats, find('RRULE')?.value.replaceAll(';', ', ') ?? ''],
    [words.where, textOf('LOCATION')],
    [words.organizer, organizer ? person(organizer, words) : ''],
    [words.attendees, people.map((one) => person(one, words)).join(', ')],
  ].flatMap(([word, value]) => (value ? [`${word}: ${value.replace(/\s+/g, ' ')}`] : []));
  return {
    summary: [`${title}: ${textOf('SUMMARY').replace(/\s+/g, ' ')}`, ...fields].join('\n'),
    description: textOf('DESCRIPTION').slice(0, mostDescription),
  };
}

/** Content lines, unfolded (RFC 5545, 3.1). */
function linesOf(text: string): Line[] {
  return text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, name, parameters = '', value = ''] =
        /^([\w-]+)((?:;[^:;"=]+=(?:"[^"]*"|[^":;]*))*):(.*)$/.exec(line) ?? [];
      return name
        ? [{ name: name.toUpperCase(), parameters: parametersOf(parameters), value: value.trim() }]
        : [];
    });
}

function parametersOf(text: string): Map<string, string> {
  const found = text.matchAll(/;([^=]+)=(?:"([^"]*)"|([^;]*))/g);
  return new Map([...found].map(([, name = '', quoted, bare]) => [name.toUpperCase(), quoted ?? bare ?? '']));
}

/** Alarms and the like have dates and descriptions of their own. */
function withoutInner(lines: readonly Line[]): Line[] {
  let depth = 0;
  return lines.filter(({ name }) => {
    if (name === 'BEGIN') depth += 1;
    const isOwn = depth === 0;
    if (name === 'END') depth -= 1;
    return isOwn;
  });
}

/** RFC 5545, 3.3.11 */
function plain(value: string): string {
  return value
    .replace(/\\([nN\\;,])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign))
    .trim();
}

function person({ parameters, value }: Line, words: typeof hebrew): string {
  const address = value.replace(/^mailto:/i, '');
  const name = parameters.get('CN') ?? '';
  const answer = words[(parameters.get('PARTSTAT') ?? '').toUpperCase() as 'ACCEPTED'] ?? '';
  const shown = name === '' || name === address ? address : `${name} <${address}>`;
  return answer === '' ? shown : `${shown} (${answer})`;
}

/** Instants as clocks show them where the mail is read; what has a zone of its own, as it stands. */
function whenOf(timezone: string, start: Line | undefined, end: Line | undefined): string {
  if (!start) return '';
  const from = momentOf(start, timezone);
  const to = end ? momentOf(end, timezone) : null;
  const until = to === null || to.text === from.text ? '' : ` – ${to.date === from.date ? to.time : to.text}`;
  return `${from.text}${until}${from.zone === '' || from.zone === timezone ? '' : ` (${from.zone})`}`;
}

interface Moment {
  readonly date: string;
  readonly time: string;
  readonly text: string;
  readonly zone: string;
}

function momentOf({ value, parameters }: Line, timezone: string): Moment {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?/.exec(value);
  if (!found) return { date: value, time: '', text: value, zone: '' };
  const [, year = '', month = '', day = '', hour, minute, utc] = found;
  if (utc) {
    const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)));
    const date = at.toLocaleDateString('he-IL', { timeZone: timezone });
    const time = at.toLocaleTimeString('he-IL', { timeZone: timezone, hour: '2-digit', minute: '2-digit' });
    return { date, time, text: `${date} ${time}`, zone: timezone };
  }
  const date = `${Number(day)}.${Number(month)}.${year}`;
  if (hour === undefined) return { date, time: '', text: date, zone: '' };
  const time = `${hour}:${minute}`;
  return { date, time, text: `${date} ${time}`, zone: parameters.get('TZID') ?? '' };
}

import { unfold } from './parse-words.ts';

/** What a report says of one recipient (RFC 3464, 2.3). */
export interface ReportedRecipient {
  /** Null where the report names nobody. */
  readonly address: string | null;
  readonly action: ReportAction;
  /** RFC 3463: `5.1.1`; null where none is given. */
  readonly status: string | null;
  /** The SMTP reply code, e.g. 550. */
  readonly replyCode: number | null;
  /** In the words of the server. */
  readonly words: string;
  readonly remoteServer: string | null;
}

export type ReportAction = 'failed' | 'delayed' | 'delivered';

/** The fields of a whole report, whatever has become of its blank lines. */
export interface StatusFields {
  readonly recipients: readonly ReportedRecipient[];
  readonly originalMessageId: string | null;
  readonly reportingServer: string | null;
}

type Group = Map<string, string>;

const field = /^([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:[ \t]?(.*)$/;
const ofRecipient = new Set([
  'final-recipient',
  'original-recipient',
  'x-actual-recipient',
  'action',
  'status',
  'remote-mta',
  'diagnostic-code',
  'last-attempt-date',
  'final-log-id',
  'will-retry-until',
  'x-display-name',
  'x-supplementary-info',
]);
const ofMessage = new Set([
  'reporting-mta',
  'original-envelope-id',
  'dsn-gateway',
  'received-from-mta',
  'arrival-date',
  'original-message-id',
  'x-original-message-id',
]);
const mostLines = 20_000;
const mostRecipients = 200;
const mostWords = 500;
const longestValue = 4000;

/** Whether a text has what RFC 3464, 2.3 demands of each recipient: who, and what became of it. */
export function hasStatusFields(text: string): boolean {
  const who = /^[ \t>]*(?:final|original)-recipient[ \t]*:/im.test(text);
  return who && /^[ \t>]*(?:action|status)[ \t]*:/im.test(text);
}

/** Reads the status fields that a text holds. Null when it holds none. */
export function readStatusFields(text: string): StatusFields | null {
  if (!hasStatusFields(text)) return null;
  const groups = new FieldGroups();
  for (const line of text.split('\n').slice(0, mostLines)) groups.take(line.trimEnd());
  const { message, recipients } = groups.done();
  return {
    recipients: recipients.filter(hasFate).slice(0, mostRecipients).map(recipientOf),
    originalMessageId: idOf(message.get('original-message-id') ?? message.get('x-original-message-id') ?? ''),
    reportingServer: serverOf(message.get('reporting-mta')),
  };
}

/** Sorts fields by recipient, whatever has become of the blank lines between and inside the groups. */
class FieldGroups {
  readonly #message: Group = new Map();
  readonly #recipients: Group[] = [];
  #current: Group = new Map();
  #last: { group: Group; key: string } | null = null;
  #isAfterBlank = false;

  take(line: string): void {
    const [, name = '', value = ''] = field.exec(line) ?? [];
    const key = name.toLowerCase();
    if (line === '') this.#last = null;
    else if (ofRecipient.has(key)) this.#keepOfRecipient(key, value.trim());
    else if (ofMessage.has(key)) this.#keepOfMessage(key, value.trim());
    // A folded value; sloppy programs fold without the white space.
    else if (this.#last && !/^[A-Z][\w-]+[ \t]*:/.test(line)) append(this.#last, line.trim());
    else this.#last = null;
    this.#isAfterBlank = line === '';
  }

  done(): { message: Group; recipients: readonly Group[] } {
    this.#end();
    return { message: this.#message, recipients: this.#recipients };
  }

  #keepOfRecipient(key: string, value: string): void {
    const isNext = this.#isAfterBlank && /^(?:final|original)-/.test(key) && isWhole(this.#current);
    if (this.#current.has(key) || isNext) this.#end();
    this.#current.set(key, value);
    this.#last = { group: this.#current, key };
  }

  #keepOfMessage(key: string, value: string): void {
    if (isWhole(this.#current)) this.#end();
    if (!this.#message.has(key)) this.#message.set(key, value);
    this.#last = { group: this.#message, key };
  }

  #end(): void {
    if (this.#current.size > 0) this.#recipients.push(this.#current);
    this.#current = new Map();
  }
}

function append({ group, key }: { group: Group; key: string }, more: string): void {
  group.set(key, `${group.get(key) ?? ''} ${more}`.slice(0, longestValue));
}

function isWhole(group: Group): boolean {
  const who = group.has('final-recipient') || group.has('original-recipient');
  return who && (group.has('action') || group.has('status'));
}

function hasFate(group: Group): boolean {
  return group.has('action') || group.has('status') || group.has('diagnostic-code');
}

function recipientOf(group: Group): ReportedRecipient {
  const words = unfold(group.get('diagnostic-code') ?? '')
    .replace(/^[\w-]+[ \t]*;[ \t]*/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const given = statusIn(group.get('status') ?? '');
  const said = statusIn(words);
  // "5.0.0" is what a server writes when it does not look; the other server's own words know better.
  const isVague = given === null || /^[245]\.0\.0$/.test(given);
  const status = isVague && said !== null ? said : given;
  return {
    address: addressIn(group),
    action: actionOf(group.get('action') ?? '', status),
    status,
    replyCode: replyCodeIn(words),
    words: words.slice(0, mostWords),
    remoteServer: serverOf(group.get('remote-mta')),
  };
}

/** RFC 3464, 2.3.3; where a program left it out, the status says it. */
function actionOf(text: string, status: string | null): ReportAction {
  const word = /[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '';
  if (word === 'delayed') return 'delayed';
  if (word === 'delivered' || word === 'relayed' || word === 'expanded') return 'delivered';
  if (word.startsWith('fail')) return 'failed';
  if (status?.startsWith('2')) return 'delivered';
  return status?.startsWith('4') ? 'delayed' : 'failed';
}

function addressIn(group: Group): string | null {
  // What we wrote to comes before what others made of it.
  for (const key of ['original-recipient', 'final-recipient', 'x-actual-recipient']) {
    const found = addressOf((group.get(key) ?? '').replace(/^[\w-]+[ \t]*;/, ''));
    if (found !== null) return found;
  }
  return null;
}

const address =
  /[^\s<>"'(),;:[\]\\@]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)*[\p{L}\p{N}][\p{L}\p{N}-]*[\p{L}\p{N}]/u;

export function addressOf(text: string): string | null {
  const found = address.exec(text.replace(/\+40|\\x\{40\}/g, '@'))?.[0] ?? null;
  return found !== null && found.length <= 254 ? found : null;
}

/** An enhanced status code (RFC 3463) that is no part of an IP address or a version number. */
export function statusIn(text: string): string | null {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)/.exec(text)?.[0] ?? null;
}

/** A reply code of SMTP that says no. */
export function replyCodeIn(text: string): number | null {
  const found = /(?:^|[^\d.[:@-])([45]\d\d)(?=[ \t]*[-# ]|$|[ \t]+[45]\.\d)(?![\d.]*\.\d)/m.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

function serverOf(value: string | undefined): string | null {
  const name = (value ?? '').replace(/^[\w-]+[ \t]*;[ \t]*/, '').trim();
  return name === '' ? null : name.slice(0, 255);
}

export function idOf(value: string): string | null {
  return /<[^<>\s]+@?[^<>\s]*>/.exec(value)?.[0].slice(0, 998) ?? null;
}

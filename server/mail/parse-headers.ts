import { isUtf8 } from 'node:buffer';
import addressparser from 'nodemailer/lib/addressparser';
import { decodeText } from './charset.ts';
import { withoutBidiControls } from './parse-names.ts';
import { charsetOfRaw, decodeHeader, decodeWordsIn, keepable, stripped, unfold } from './parse-words.ts';

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** A header line as it came, one character per byte, its name included. */
export interface HeaderLine {
  readonly key: string;
  readonly line: string;
}

/** References that count for finding the ticket: mail of long exchanges carries hundreds. */
const mostReferences = 100;
const mostAddresses = 200;
const longestAddressList = 64 * 1024;
const longestDate = 200;
/** RFC 5322, 2.1.1: no line is longer. */
const longestMessageId = 998;

/** The first header of that name, without its name; null when there is none. */
export function rawHeader(lines: readonly HeaderLine[], key: string): string | null {
  const found = lines.find((line) => line.key === key);
  return found ? stripped(found.line.slice(found.line.indexOf(':') + 1)) : null;
}

/** `charset` is what the mail's text is in: raw bytes in its headers are probably the same. */
export function textHeader(lines: readonly HeaderLine[], key: string, charset?: string): string {
  return decodeHeader(rawHeader(lines, key) ?? '', charset);
}

/** The addresses of all headers of that name, groups flattened; what has no @ is left out. */
export function addressHeader(lines: readonly HeaderLine[], key: string, charset?: string): MailAddress[] {
  return mailboxes(lines, key, charset)
    .map((one) => (one.address.includes('@') ? one : { ...one, address: '' }))
    .filter(({ address }) => address !== '')
    .slice(0, mostAddresses);
}

/** Who wrote the mail, as it says: its address may be a bare `MAILER-DAEMON`, or ''. Null when it says nothing. */
export function senderHeader(lines: readonly HeaderLine[], charset?: string): MailAddress | null {
  const found = mailboxes(lines, 'from', charset).filter(
    ({ name, address }) => name !== '' || address !== '',
  );
  const first = found.find(({ address }) => address.includes('@')) ?? found[0];
  const isBare = first?.address === '' && !(rawHeader(lines, 'from') ?? '').includes('<');
  if (!first || !isBare || !/^[\w.+-]+$/.test(first.name)) return first ?? null;
  return { name: '', address: first.name };
}

function mailboxes(lines: readonly HeaderLine[], key: string, charset: string | undefined): MailAddress[] {
  const found: MailAddress[] = [];
  for (const line of lines) {
    if (line.key !== key) continue;
    const value = line.line.slice(line.line.indexOf(':') + 1, longestAddressList);
    const raw = unfold(value).replace(/[ \t]+/g, ' ');
    const text = withCommas(keepable(decodeText(Buffer.from(raw, 'latin1'), charsetOfRaw(raw, charset))));
    for (const { name, address } of addressparser(text, { flatten: true }))
      found.push(cleanAddress(name, address ?? ''));
  }
  return found;
}

/** Some programs forget the comma between two mailboxes. */
function withCommas(text: string): string {
  let isQuoted = false;
  let isAfterAddress = false;
  let mended = '';
  let from = 0;
  for (let at = 0, end = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '>') {
      isAfterAddress = true;
      end = at + 1;
    } else if (character === ',' || character === ';') isAfterAddress = false;
    else if (character === '<' && isAfterAddress) {
      mended += `${text.slice(from, end)},`;
      from = end;
      isAfterAddress = false;
    }
  }
  return mended + text.slice(from);
}

/** RFC 2047, 5: an address holds no encoded words; one that does hides another address. */
function cleanAddress(name: string, address: string): MailAddress {
  const isPlain =
    /^[^\s@<>"',;]+(@[^\s@<>"',;]+)?$/.test(address) && !address.includes('=?') && address.length <= 254;
  const shown = withoutBidiControls(decodeWordsIn(name)).replace(/\s+/g, ' ').trim().slice(0, 300);
  return { name: keepable(shown), address: isPlain ? withoutBidiControls(address) : '' };
}

/** Message-IDs with their angle brackets, in order, each once. Takes the sloppy form without brackets too. */
export function messageIds(lines: readonly HeaderLine[], key: string): string[] {
  const value = unfold(rawHeader(lines, key) ?? '');
  const bytes = Buffer.from(value, 'latin1');
  // RFC 6532, 3.3: they may be UTF-8, in which a byte may look like white space.
  const raw = keepable(isUtf8(bytes) ? bytes.toString('utf8') : value);
  const bracketed = [...raw.matchAll(/<([^<>\s]+)>/g)].map(([, id]) => `<${id}>`);
  const ids =
    bracketed.length > 0
      ? bracketed
      : raw
          .split(/[\s,;<>]+/)
          .filter((id) => id.includes('@'))
          .map((id) => `<${id}>`);
  const all = [...new Set(ids)].filter((id) => id.length <= longestMessageId);
  // What began the exchange, and what is nearest.
  return all.length <= mostReferences ? all : [...all.slice(0, 1), ...all.slice(1 - mostReferences)];
}

/** The mail's own Date; null when it has none that makes sense. */
export function dateHeader(lines: readonly HeaderLine[]): Date | null {
  const date = new Date(
    textHeader(lines, 'date')
      .slice(0, longestDate)
      .replace(/\([^)]*\)/g, ''),
  );
  const year = date.getUTCFullYear();
  return year >= 1970 && year <= 2100 ? date : null;
}

import { ownMark } from './compose-id.ts';
import { addressHeader, type HeaderLine, type MailAddress, messageIds, textHeader } from './parse-headers.ts';

/** What a report returns of the mail it is about. */
export interface ReturnedMail {
  readonly messageId: string | null;
  /** As we named it, where a server on the way gave it another Message-ID. */
  readonly markedId: string | null;
  readonly references: readonly string[];
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly subject: string;
}

const mostBytes = 64 * 1024;
const searchedBytes = 512 * 1024;
const copies = /^(?:message\/(?:rfc822|global|partial)|(?:message|text)\/(?:rfc822|global)-headers)\b/;
const headerLine = /^([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:(?!\/\/)/;
/** A person who quotes gives the first ones; the others stand only in a mail itself. */
const naming = new Set(['from', 'to', 'subject', 'date', 'message-id']);
const telling = new Set([
  'message-id',
  'received',
  'return-path',
  'x-received',
  'mime-version',
  'dkim-signature',
]);

/** The mail whose headers stand at the beginning of these bytes; null when no headers do. */
export function returnedMail(bytes: Buffer): ReturnedMail | null {
  const lines = bytes.subarray(0, mostBytes).toString('latin1').replace(/\r\n?/g, '\n').split('\n');
  const start = startOfHeaders(lines);
  return start === null ? null : mailOf(headerLines(lines.slice(start)));
}

/** Divides the words of a report from the mail that is copied below them. */
export function splitReturned(text: string): { words: string; returned: ReturnedMail | null } {
  const lines = text.split('\n');
  const start = startOfHeaders(lines);
  if (start === null) return { words: text, returned: null };
  const copied = headerLines(lines.slice(start).map((line) => Buffer.from(line).toString('latin1')));
  return { words: lines.slice(0, start).join('\n'), returned: mailOf(copied) };
}

/** Where three header lines or more follow each other, some of which only a mail has. */
function startOfHeaders(lines: readonly string[]): number | null {
  for (let at = 0; at < lines.length; at += 1) {
    if (!isHeader(lines[at])) continue;
    const names = namesFrom(lines, at);
    const isMail = names.some((name) => telling.has(name)) && names.some((name) => naming.has(name));
    const isAnnounced = names.includes('from') && isAnnouncement(lines.slice(0, at));
    const isStatus = names.some((name) => name === 'final-recipient' || name === 'action');
    if (names.length >= 3 && (isMail || isAnnounced) && !isStatus) return at;
    while (at + 1 < lines.length && lines[at + 1]?.trim() !== '') at += 1;
  }
  return null;
}

/** "Original message:" and the like stand right above. */
function isAnnouncement(before: readonly string[]): boolean {
  const above = before.findLast((line) => line.trim() !== '') ?? '';
  return (
    above.length < 100 &&
    /(?:original|attached) (?:message|mail)|message headers|copy of|returned message|unsent message|הודעה (?:ה)?מקורית|הודעה מצורפת/i.test(
      above,
    )
  );
}

/** Some programs shift the whole copy to the right: its first line says by how much. */
function isHeader(line: string | undefined): boolean {
  return line !== undefined && headerLine.test(line.trimStart());
}

function namesFrom(lines: readonly string[], start: number): string[] {
  const shift = /^\s*/.exec(lines[start] ?? '')?.[0].length ?? 0;
  const names: string[] = [];
  for (const line of lines.slice(start, start + 200)) {
    if (line.trim() === '') break;
    const name = headerLine.exec(line.slice(shift))?.[1];
    if (name !== undefined) names.push(name.toLowerCase());
    else if (!/^[ \t]/.test(line.slice(shift)) && names.length < 3) return [];
  }
  return names;
}

function headerLines(lines: readonly string[]): HeaderLine[] {
  const shift = /^\s*/.exec(lines[0] ?? '')?.[0].length ?? 0;
  const found: { key: string; line: string }[] = [];
  for (const whole of lines.slice(0, 500)) {
    if (whole.trim() === '') break;
    const line = whole.slice(Math.min(shift, whole.length - whole.trimStart().length));
    const key = headerLine.exec(line)?.[1]?.toLowerCase();
    const last = found.at(-1);
    if (key !== undefined) found.push({ key, line });
    else if (last) last.line += `\n${/^[ \t]/.test(line) ? '' : ' '}${line}`;
  }
  return found;
}

function mailOf(lines: readonly HeaderLine[]): ReturnedMail {
  return {
    messageId: messageIds(lines, 'message-id')[0] ?? null,
    markedId: messageIds(lines, ownMark)[0] ?? null,
    references: messageIds(lines, 'references'),
    from: addressHeader(lines, 'from')[0] ?? null,
    to: addressHeader(lines, 'to'),
    subject: textHeader(lines, 'subject').slice(0, 500),
  };
}

interface CopySource {
  readonly text: string;
  readonly parts: readonly { readonly mediaType: string; readonly content: Buffer }[];
  readonly raw: Buffer;
}

/** The mail that comes back: as a part of its own, in a text that is attached, or below the words. */
export function copyIn({ parts, text, raw }: CopySource): ReturnedMail | null {
  for (const { mediaType, content } of parts) {
    if (!copies.test(mediaType) && !mediaType.startsWith('text/')) continue;
    const found = returnedMail(content);
    if (found) return found;
  }
  return splitReturned(text).returned ?? copyInside(raw);
}

/** A copy that is marked to be shown in place has become a part of the text. */
function copyInside(raw: Buffer): ReturnedMail | null {
  const bytes = raw.subarray(0, searchedBytes).toString('latin1');
  const start = /\ncontent-type:[ \t]*message\/rfc822[\s\S]{0,2000}?\r?\n\r?\n/i.exec(bytes);
  return start
    ? returnedMail(Buffer.from(bytes.slice(start.index + start[0].length, start.index + mostBytes), 'latin1'))
    : null;
}

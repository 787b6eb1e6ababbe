import { addressHeader, type HeaderLine, type MailAddress, textHeader } from './parse-headers.ts';

/** A mail that breaks the parser may be made to: no more than this is looked at. */
const mostBytes = 64 * 1024;
const longestLine = 4000;
/** As much as a list shows. */
const mostSubject = 200;

export interface Glance {
  /** '' when there is none. */
  readonly subject: string;
  readonly from: MailAddress | null;
}

/** What the beginning of the headers says of a mail that can't be understood: enough to tell it from others in a list. */
export function glanceAtMail(raw: Buffer): Glance {
  const start = raw.subarray(0, mostBytes).toString('latin1');
  const [head = ''] = start.split(/\r?\n\r?\n/, 1);
  const lines = head.split(/\r?\n(?![ \t])/).flatMap(lineOf);
  return {
    subject: textHeader(lines, 'subject').slice(0, mostSubject).toWellFormed(),
    from: addressHeader(lines, 'from')[0] ?? null,
  };
}

function lineOf(text: string): HeaderLine[] {
  const [, name] = /^(subject|from)[ \t]*:/i.exec(text) ?? [];
  return name === undefined ? [] : [{ key: name.toLowerCase(), line: text.slice(0, longestLine) }];
}

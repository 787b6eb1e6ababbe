import { addressHeader, type HeaderLine } from './parse-headers.ts';

/** What delivery agents write on a mail when they know whom it was for comes before what its author wrote. */
const headers = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to', 'cc'] as const;

/** The addresses that a mail may have been meant for, by its headers alone, likeliest first. `head` is the mail's beginning. */
export function recipientsIn(head: Buffer): string[] {
  const lines = headerLinesOf(head.toString('latin1'));
  return headers.flatMap((key) => addressHeader(lines, key).map(({ address }) => address.toLowerCase()));
}

function headerLinesOf(text: string): HeaderLine[] {
  const [whole = ''] = text.split(/\r?\n\r?\n/, 1);
  return whole
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .map((line) => ({
      key: line
        .slice(0, Math.max(0, line.indexOf(':')))
        .trim()
        .toLowerCase(),
      line,
    }));
}

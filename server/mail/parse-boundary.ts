import { MailLimitError } from './parse-head.ts';

const lineFeed = 0x0a;
/** Lines that only look like delimiters; an honest mail has next to none. */
const mostFalseHits = 200_000;

/**
 * What stands between the delimiter lines of a multipart body (RFC 2046, 5.1.1), in order; none when there is no such line.
 * A missing closing line ends with the body, what follows a closing line is looked through too, and a delimiter line may
 * carry white space.
 */
export function splitBody(body: Buffer, boundary: string): Buffer[] {
  const needle = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Buffer[] = [];
  let open: number | null = null;
  let falseHits = 0;
  for (let hit = body.indexOf(needle); hit >= 0; hit = body.indexOf(needle, hit + needle.length)) {
    const kind = hit === 0 || body[hit - 1] === lineFeed ? delimiterAt(body, hit + needle.length) : null;
    if (kind === null) {
      falseHits += 1;
      if (falseHits > mostFalseHits) throw new MailLimitError('too many lines like a boundary');
      continue;
    }
    if (open !== null) parts.push(body.subarray(open, endBefore(body, hit, open)));
    open = kind.isClosing ? null : kind.next;
  }
  if (open !== null) parts.push(body.subarray(open));
  return parts;
}

/** What a delimiter is followed by; null when the line goes on and is no delimiter. */
function delimiterAt(body: Buffer, after: number): { isClosing: boolean; next: number } | null {
  const found = body.indexOf(lineFeed, after);
  const next = found < 0 ? body.length : found + 1;
  const rest = body.toString('latin1', after, Math.min(next, after + 1000)).trimEnd();
  if (rest === '') return { isClosing: false, next };
  // Filters have left things such as `--boundary-->`.
  return /^--(?![\w'()+,./:=?-])/.test(rest) || rest === '--' ? { isClosing: true, next } : null;
}

/** The line break before a delimiter belongs to it. */
function endBefore(body: Buffer, delimiter: number, begin: number): number {
  if (delimiter <= begin || body[delimiter - 1] !== lineFeed) return delimiter;
  return delimiter - 2 >= begin && body[delimiter - 2] === 0x0d ? delimiter - 2 : delimiter - 1;
}

/** The boundary that a multipart body without a (true) label evidently uses: a line of dashes above MIME headers; null for none. */
export function guessBoundary(body: Buffer): string | null {
  const beginning = body.toString('latin1', 0, 64 * 1024);
  return (
    /(?:^|\n)--([^\s-][^\r\n]{0,199}?|-[^\r\n]{1,199}?)[ \t]*\r?\ncontent-[a-z-]{2,40}[ \t]*:/i.exec(
      beginning,
    )?.[1] ?? null
  );
}

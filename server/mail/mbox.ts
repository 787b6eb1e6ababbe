const newline = 10;
/** `From dana@example.com Wed Sep 23 14:05:00 2026`, whatever follows the year (RFC 4155, appendix A). */
const separator = /^From .*\b\d{4}\b/;

/**
 * The mails of an mbox file, one after the other: parted by `From ` lines at the beginning or after a blank line, their
 * `>From ` lines as they were (mboxrd). Holds one mail in memory at a time. A file that begins with no such line is one mail.
 */
export async function* mailsOfMbox(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let lines: Buffer[] = [];
  let isAfterBlank = true;
  for await (const line of linesOf(chunks)) {
    if (isAfterBlank && separator.test(line.subarray(0, 500).toString('latin1'))) {
      if (lines.length > 0) yield mailOf(lines);
      lines = [];
    } else {
      lines.push(line);
    }
    isAfterBlank = line.length <= 2 && line.toString('latin1').trim() === '';
  }
  if (lines.length > 0) yield mailOf(lines);
}

/** The blank line before the next separator is the file's, not the mail's. */
function mailOf(lines: Buffer[]): Buffer {
  const last = lines.at(-1);
  if (last && last.length <= 2 && last.toString('latin1').trim() === '') lines.pop();
  return Buffer.concat(
    lines.map((line) => (/^>+From /.test(line.toString('latin1', 0, 100)) ? line.subarray(1) : line)),
  );
}

/** Lines with their own ends. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at + 1)]);
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

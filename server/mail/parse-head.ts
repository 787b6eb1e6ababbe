import type { HeaderLine } from './parse-headers.ts';
import { stripped } from './parse-words.ts';

/** A mail that breaks a limit which no honest mail comes near. */
export class MailLimitError extends Error {
  override readonly name = 'MailLimitError';
}

export const mostHeaderBytes = 256 * 1024;
const lineFeed = 0x0a;
/** A line that is neither header nor continuation is a header's torn line when headers go on within so many lines. */
const tornLines = 2;
const foldedLines = 20;

export interface Head {
  readonly lines: readonly HeaderLine[];
  /** Where the body begins. */
  readonly end: number;
}

/**
 * The header lines at the beginning of a mail or part. Takes what programs really write: blank lines, a mailbox's `From ` line
 * or a stray line before the first header, torn lines, and no blank line before the body. Throws MailLimitError.
 */
export function readHead(bytes: Buffer, isRoot: boolean): Head {
  const lines: { key: string; line: string }[] = [];
  const began = isRoot ? startOfHeaders(bytes) : 0;
  for (let at = began; at < bytes.length; ) {
    const { text, next } = lineAt(bytes, at);
    if (next - began > mostHeaderBytes)
      throw new MailLimitError(`headers longer than ${mostHeaderBytes} bytes`);
    const kind = kindOf(text, lines.length > 0, () => goesOn(bytes, next));
    if (kind === 'end') return { lines, end: next };
    if (kind === 'body' || (kind === 'stray' && !isRoot)) return { lines, end: at };
    if (kind !== 'stray') addLine(lines, kind, text);
    at = next;
  }
  return { lines, end: bytes.length };
}

function addLine(
  lines: { key: string; line: string }[],
  kind: 'field' | 'folded' | 'torn',
  text: string,
): void {
  const last = lines.at(-1);
  if (kind !== 'field' && last) last.line += kind === 'folded' ? `\r\n${text}` : `\r\n ${text}`;
  else lines.push({ key: keyOf(stripped(text)) ?? '', line: stripped(text) });
}

/** What a line among headers is: `stray` ones stand above the first, and `body` says that there was no blank line. */
function kindOf(
  text: string,
  isAfterField: boolean,
  isGoingOn: () => boolean,
): 'field' | 'folded' | 'torn' | 'stray' | 'end' | 'body' {
  if (text === '' || (isBlank(text) && !isGoingOn())) return 'end';
  if (isAfterField && /^[ \t]/.test(text)) return 'folded';
  if (keyOf(isAfterField ? text : stripped(text)) !== null) return 'field';
  if (!isGoingOn()) return 'body';
  return isAfterField ? 'torn' : 'stray';
}

/** Past a byte order mark, blank lines and the line that a mailbox file puts above each mail. */
function startOfHeaders(bytes: Buffer): number {
  let at = bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  for (;;) {
    at = pastBlankLines(bytes, at);
    const { text, next } = lineAt(bytes, at);
    if (!/^>?From [^:]*\d/.test(text)) return at;
    at = next;
  }
}

function pastBlankLines(bytes: Buffer, from: number): number {
  let line = from;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === lineFeed) line = at + 1;
    else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return line;
  }
  return bytes.length;
}

function lineAt(bytes: Buffer, at: number): { text: string; next: number } {
  const found = bytes.indexOf(lineFeed, at);
  const next = found < 0 ? bytes.length : found + 1;
  // More than a header may hold is refused before it is made a string of.
  const end = Math.min(found < 0 ? next : found, at + mostHeaderBytes);
  return { text: bytes.toString('latin1', at, end).replace(/\r$/, ''), next };
}

/** Whether a header comes soon: what stands before it belongs to the headers then. */
function goesOn(bytes: Buffer, from: number): boolean {
  let at = from;
  let folded = 0;
  for (let torn = 0; torn < tornLines && folded < foldedLines && at < bytes.length; ) {
    const { text, next } = lineAt(bytes, at);
    if (text === '') return false;
    if (keyOf(text) !== null) return true;
    if (/^[ \t]/.test(text)) folded += 1;
    else torn += 1;
    at = next;
  }
  return false;
}

/** The field name of a header line in small letters; null for what is none. RFC 5322, 3.6.8 allows signs that no program uses. */
function keyOf(text: string): string | null {
  const key = /^([\w.$*#!'+-]{1,100})[ \t]*:/.exec(text)?.[1] ?? null;
  return key?.toLowerCase() ?? null;
}

function isBlank(text: string): boolean {
  return /^[ \t]*$/.test(text);
}

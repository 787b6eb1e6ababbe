import { decodeText } from './charset.ts';
import type { ParsedAttachment } from './parse-files.ts';
import { contentOf, type Part } from './parse-tree.ts';
import { keepable } from './parse-words.ts';

/** Something said: as text, as HTML as it came, or as both. HTML may consist of pieces, some of them only text. */
export interface Words {
  readonly text: string | null;
  readonly html: string | readonly Words[] | null;
}

/** Characters of a message that are shown; of a longer text or HTML the whole is attached. */
export const mostText = 500_000;
export const mostHtml = 1_000_000;
/** More than this is not even decoded for the screen. */
const mostDecodedBytes = 2_000_000;

const wordTypes = new Set([
  '',
  'text/plain',
  'text/html',
  'text/markdown',
  'text/enriched',
  'application/xhtml+xml',
  'message/delivery-status',
  'message/global-delivery-status',
  'message/disposition-notification',
]);

/** Whether a leaf is to be read rather than saved. */
export function isWords({ mediaType, disposition, fileName, children }: Part): boolean {
  if (disposition === 'attachment' || children.length > 0) return false;
  // A multipart that has no parts in spite of its name.
  if (mediaType.startsWith('multipart/')) return true;
  return (
    wordTypes.has(mediaType) && (mediaType !== '' || fileName === '' || /\.(txt|html?)$/i.test(fileName))
  );
}

/** The words of a leaf, and the whole of it as a file when it is too long to show. */
export function wordsOf(part: Part): { words: Words; whole: ParsedAttachment | null } {
  const content = contentOf(part);
  const head = content.subarray(0, mostDecodedBytes);
  const label = part.parameters.get('charset');
  const decoded = keepable(decodeText(head, label ?? labelInHtml(head)));
  const isHtml = /html/.test(part.mediaType) || /^\s*<(!doctype html|html)[\s>]/i.test(decoded.slice(0, 500));
  const isLong = content.length > head.length || decoded.length > (isHtml ? mostHtml : mostText);
  const whole = isLong
    ? wholeOf(content.length > head.length ? content : Buffer.from(decoded), isHtml)
    : null;
  if (isHtml) return { words: { text: null, html: cut(decoded, mostHtml) }, whole };
  const flowed = /^flowed$/i.test(part.parameters.get('format') ?? '') ? unflow(decoded, part) : decoded;
  return { words: { text: cut(tidy(flowed), mostText), html: null }, whole };
}

function wholeOf(content: Buffer, isHtml: boolean): ParsedAttachment {
  const named = isHtml
    ? ({ name: 'message.html', mediaType: 'text/html' } as const)
    : ({ name: 'message.txt', mediaType: 'text/plain' } as const);
  return { ...named, contentId: null, isInline: false, content };
}

/** The charset that HTML names in itself, where its part names none. */
function labelInHtml(bytes: Buffer): string | null {
  const beginning = bytes.toString('latin1', 0, 2048);
  return /<meta\b[^>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{2,40})/i.exec(beginning)?.[1] ?? null;
}

/** RFC 3676: a space at the end of a line means that it goes on; one at its beginning was put there; quotes stay apart. */
function unflow(text: string, part: Part): string {
  const isSpaceAdded = /^yes$/i.test(part.parameters.get('delsp') ?? '');
  const written: string[] = [];
  let before: { quotes: string; isOpen: boolean } | null = null;
  for (const line of text.split(/\r?\n/)) {
    const quotes = /^>*/.exec(line)?.[0] ?? '';
    const content = line.slice(quotes.length).replace(/^ /, '');
    const isSignature = content === '-- ';
    const goesOn = before?.isOpen === true && before.quotes === quotes && !isSignature;
    if (!goesOn && before) written.push('\n');
    if (!goesOn && quotes !== '') written.push(`${quotes} `);
    const isOpen = content.endsWith(' ') && !isSignature;
    written.push(isOpen && isSpaceAdded ? content.slice(0, -1) : content);
    before = { quotes, isOpen };
  }
  return written.join('');
}

/** Line feeds alone, no blank lines around. */
export function tidy(text: string): string {
  const plain = text.replace(/\r\n?/g, '\n').trimEnd();
  return plain.slice(plain.lastIndexOf('\n', plain.search(/\S/)) + 1);
}

export function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).toWellFormed();
}

import { canonicalCharset, decodeText } from './charset.ts';

interface EncodedWord {
  readonly charset: string;
  readonly bytes: Buffer;
}

const encodedWord = /=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi;

/**
 * A header value as text. `raw` holds one character per byte (latin1), as it came. Neighbouring encoded words of one charset
 * are joined before they are decoded: programs cut them inside a character, against RFC 2047, 5 (3).
 * `charset` is what raw bytes between them are taken for.
 */
export function decodeHeader(raw: string, charset?: string): string {
  const value = unfold(raw);
  const label = charsetOfRaw(value, charset);
  let text = '';
  let pending: EncodedWord[] = [];
  let end = 0;
  const flush = () => {
    text += textOfWords(pending);
    pending = [];
  };
  for (const match of value.matchAll(encodedWord)) {
    const between = value.slice(end, match.index);
    // RFC 2047, 6.2: white space between two encoded words is not shown.
    if (pending.length === 0 || /[^ \t\r\n]/.test(between)) {
      flush();
      text += decodeText(Buffer.from(between, 'latin1'), label);
    }
    pending.push(wordOf(match));
    end = match.index + match[0].length;
  }
  flush();
  return keepable(text + decodeText(Buffer.from(value.slice(end), 'latin1'), label)).trim();
}

/** Raw bytes in a header are in the charset of the body when anything is known of it; UTF-8 and Hebrew show themselves. */
export function charsetOfRaw(raw: string, charset: string | undefined): string | null {
  if (charset === undefined || !/[\u0080-\u00ff]/.test(raw)) return null;
  const canonical = canonicalCharset(charset);
  return canonical === 'utf-8' || canonical === 'windows-1252' ? null : canonical;
}

/** A decoded name that came through a parser as Unicode text already, where only encoded words are left to read. */
export function decodeWordsIn(text: string): string {
  if (!text.includes('=?')) return text;
  return text.replace(/(?:=\?[^?\s]+\?[bq]\?[^?]*\?=\s*)+/gi, (run) => {
    const tail = /\s*$/.exec(run)?.[0] ?? '';
    return decodeHeader(run) + tail;
  });
}

/** RFC 5322, 2.2.3: a line break before white space is no part of the value. */
export function unfold(raw: string): string {
  return raw.replace(/\r?\n(?=[ \t])/g, '').replace(/[\r\n]+/g, ' ');
}

/** Without white space around, as ASCII knows it: one character per byte, and a byte such as 0xA0 may be half a letter. */
export function stripped(raw: string): string {
  return raw.replace(/^[ \t\r\n]+/, '').replace(/(^|[^ \t\r\n])[ \t\r\n]+$/, '$1');
}

/** Text that PostgreSQL and UTF-8 can keep. */
export function keepable(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '').toWellFormed() : text.toWellFormed();
}

function wordOf(match: RegExpExecArray): EncodedWord {
  const [, label = '', encoding = '', content = ''] = match;
  // RFC 2231, 5: a language may follow the charset.
  const charset = label.replace(/\*.*$/, '').toLowerCase();
  const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quotedBytes(content);
  return { charset, bytes };
}

function quotedBytes(content: string): Buffer {
  const plain = content
    .replaceAll('_', ' ')
    .replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

function textOfWords(words: readonly EncodedWord[]): string {
  let text = '';
  for (let at = 0; at < words.length; ) {
    const { charset } = words[at] as EncodedWord;
    const same: Buffer[] = [];
    for (; words[at]?.charset === charset; at += 1) same.push((words[at] as EncodedWord).bytes);
    text += decodeText(Buffer.concat(same), charset);
  }
  return text;
}

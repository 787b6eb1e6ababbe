import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { isHebrewBytes, isVisualOrder, logicalOrder } from './charset-hebrew.ts';
import { decodeMacHebrew } from './charset-mac-hebrew.ts';

/** Labels that mail really carries and the platform does not know, with what they mean. */
const aliases: Record<string, string> = {
  'x-windows-1255': 'windows-1255',
  'win-1255': 'windows-1255',
  win1255: 'windows-1255',
  '1255': 'windows-1255',
  'cp-1255': 'windows-1255',
  'iso-8859-8i': 'iso-8859-8-i',
  'iso8859-8-i': 'iso-8859-8-i',
  'dos-862': 'cp862',
  ibm862: 'cp862',
  'ibm-862': 'cp862',
  cspc862latinhebrew: 'cp862',
  '862': 'cp862',
  'cs-mac-hebrew': 'x-mac-hebrew',
  'mac-hebrew': 'x-mac-hebrew',
  machebrew: 'x-mac-hebrew',
  'uft-8': 'utf-8',
  'utf-8-mac': 'utf-8',
  utf8mb4: 'utf-8',
};

const hebrewSingleByte = new Set(['windows-1255', 'iso-8859-8', 'iso-8859-8-i', 'x-mac-hebrew', 'cp862']);
/** The labels that programs write when they do not know. */
const guesses = new Set(['windows-1252', 'unknown', 'utf-8']);
/** Whose definition is visual order, or whose users' programs wrote it. */
const perhapsVisual = new Set(['iso-8859-8', 'cp862']);
/** Other names for an encoding in which a body could smuggle markup past a filter; never decoded. */
const refused = /^(x-)?(cs)?(unicode-?1-?1-?)?utf-?7(-?imap)?$/;

/**
 * Bytes to text, mending the labels that Hebrew mail gets wrong: UTF-8 under another label and the other way round, unknown
 * labels, ISO-8859-8 with the bytes of windows-1255, visual order. Never fails: what can't be read becomes U+FFFD.
 */
export function decodeText(bytes: Buffer, label: string | null | undefined): string {
  if (isAscii(bytes) && !isStateful(label)) return bytes.toString('latin1');
  const canonical = canonicalCharset(label);
  // ISO-2022 is written in ASCII bytes, and some here are not: it is something else.
  const charset = canonical.startsWith('iso-2022') && !isAscii(bytes) ? 'unknown' : canonical;
  if (isSingleByte(charset) && isUtf8(bytes)) return utf8(bytes);
  if (guesses.has(charset)) return decodeGuess(bytes, charset);
  const text = decodeKnown(bytes, charset);
  return perhapsVisual.has(charset) && isVisualOrder(text) ? logicalOrder(text) : text;
}

/** The platform's name of a charset, or iconv-lite's where the platform has none; 'unknown' for what nobody knows. */
export function canonicalCharset(label: string | null | undefined): string {
  const given = (label ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["'\s]+|["'\s]+$/g, '');
  const name = aliases[given] ?? given;
  if (hebrewSingleByte.has(name)) return name;
  if (name === '' || refused.test(name)) return 'unknown';
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return iconv.encodingExists(name) && !/^(base64|hex|binary)$/.test(name) ? name : 'unknown';
  }
}

function isSingleByte(charset: string): boolean {
  return /^(windows-125\d|iso-8859-\d+(-i)?|koi8-[ru]|macintosh|x-mac-.*|cp\d+|ibm\d+|unknown)$/.test(
    charset,
  );
}

function decodeGuess(bytes: Buffer, charset: string): string {
  if (charset !== 'windows-1252' && isUtf8(bytes)) return utf8(bytes);
  if (isHebrewBytes(bytes)) return decodeKnown(bytes, 'windows-1255');
  // A UTF-8 text with a few broken bytes keeps its good characters.
  const mended = charset === 'utf-8' ? utf8(bytes) : null;
  if (mended !== null && hasMoreGoodThanBad(mended)) return mended;
  return decodeKnown(bytes, 'windows-1252');
}

function hasMoreGoodThanBad(text: string): boolean {
  const bad = text.split('\ufffd').length - 1;
  return (text.match(/(?![A-Za-z])\p{L}/gu)?.length ?? 0) > bad;
}

function decodeKnown(bytes: Buffer, charset: string): string {
  if (charset === 'x-mac-hebrew') return decodeMacHebrew(bytes);
  if (charset === 'windows-1255') return iconv.decode(bytes, 'windows-1255');
  // Curly quotes and niqqud under this label: the sender's program meant the superset.
  if (charset.startsWith('iso-8859-8'))
    return iconv.decode(bytes, has1255Only(bytes) ? 'windows-1255' : 'iso-8859-8');
  const plain = charset.startsWith('iso-2022') ? withoutIdleEscapes(bytes) : bytes;
  try {
    return new TextDecoder(charset, { ignoreBOM: false }).decode(plain);
  } catch {
    return iconv.decode(bytes, charset);
  }
}

/**
 * Words that were joined change to ASCII and at once back again, which the platform's decoder takes for an attack (Encoding
 * Standard, 12.2).
 */
function withoutIdleEscapes(bytes: Buffer): Buffer {
  const pieces = bytes.toString('latin1').split('\u001b');
  const isIdle = (piece: string, at: number) =>
    at > 0 && at < pieces.length - 1 && /^[($][()]?[A-Z@]$/.test(piece);
  return Buffer.from(pieces.filter((piece, at) => !isIdle(piece, at)).join('\u001b'), 'latin1');
}

function has1255Only(bytes: Buffer): boolean {
  return bytes.some((byte) => (byte >= 0x80 && byte <= 0x9f) || (byte >= 0xc0 && byte <= 0xd8));
}

function utf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Charsets that write other scripts with ASCII bytes (ISO-2022-*, UTF-16, HZ). */
function isStateful(label: string | null | undefined): boolean {
  return /2022|utf-?16|utf-?32|hz-gb/i.test(label ?? '');
}

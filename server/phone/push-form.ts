import { UnreadablePushError } from './adapter.ts';

export type Pair = readonly [name: string, value: string];

const mostFields = 2000;

/** The fields of a form in the order in which they stand; bytes are read by `reader` (WHATWG URL, 5.1). */
export function formPairs(text: string, reader: (bytes: Uint8Array) => string): Pair[] {
  const plain = (part: string) => reader(percentDecoded(part));
  return text
    .replace(/^\?/, '')
    .split('&', mostFields)
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at === -1 ? [plain(part), ''] : [plain(part.slice(0, at)), plain(part.slice(at + 1))];
    });
}

/** `text` has a character for each byte. */
function percentDecoded(text: string): Buffer {
  const spaced = text.replaceAll('+', ' ');
  const bytes = spaced.replace(/%([0-9a-f]{2})/gi, (_match, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** Of multipart/form-data (RFC 7578); files are none of a call's. */
export function multipartPairs(
  raw: Buffer,
  mediaType: string,
  reader: (bytes: Uint8Array) => string,
): Pair[] {
  const named = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(mediaType);
  const boundary = named?.[1] ?? named?.[2];
  if (boundary === undefined) throw new UnreadablePushError('the boundary of its parts is missing');
  const parts = raw.toString('latin1').split(`--${boundary}`, mostFields).slice(1);
  return parts.flatMap((part): Pair[] => {
    const end = /\r?\n\r?\n/.exec(part);
    if (part.startsWith('--') || end === null) return [];
    const name = /^content-disposition:[^\r\n]*;\s*name\s*=\s*(?:"([^"]*)"|([^\s;]+))/im.exec(
      part.slice(0, end.index),
    );
    const key = name?.[1] ?? name?.[2];
    if (key === undefined) return [];
    const value = part.slice(end.index + end[0].length).replace(/\r?\n$/, '');
    return [[reader(Buffer.from(key, 'latin1')), reader(Buffer.from(value, 'latin1'))]];
  });
}

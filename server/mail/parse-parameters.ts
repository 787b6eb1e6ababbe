import { decodeText } from './charset.ts';
import { decodeHeader, stripped, unfold } from './parse-words.ts';

/**
 * The parameters of a Content-Type or Content-Disposition value, as text: RFC 2231 (charset, continuations), encoded words
 * where they don't belong but are everywhere, and raw 8-bit bytes. `raw` holds one character per byte.
 */
export function headerParameters(raw: string): Map<string, string> {
  const parts = new Map<string, { order: number; value: string; isExtended: boolean }[]>();
  // A semicolon may be missing before a name, and the quotation mark at the end.
  for (const [, key = '', quoted, bare] of unfold(raw)
    .replace(/[ \t]+/g, ' ')
    .matchAll(/[; ] ?([^ =;"]+) ?= ?(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g)) {
    const [, name = '', order, star] = /^([^*]+)(?:\*(\d+))?(\*)?$/.exec(key.toLowerCase()) ?? [];
    const value = quoted === undefined ? stripped(bare ?? '') : quoted.replace(/\\(["\\])/g, '$1');
    if (name === '') continue;
    const list = parts.get(name) ?? [];
    list.push({ order: order === undefined ? -1 : Number(order), value, isExtended: star !== undefined });
    parts.set(name, list);
  }
  const parameters = new Map<string, string>();
  for (const [name, list] of parts) parameters.set(name, textOfParts(list));
  return parameters;
}

interface Part {
  readonly order: number;
  readonly value: string;
  readonly isExtended: boolean;
}

function textOfParts(list: Part[]): string {
  // RFC 6266, 4.3 says it for HTTP: where both forms are given, the extended one counts.
  const chosen = list.some(({ isExtended }) => isExtended)
    ? list.filter((part) => part.isExtended || part.order >= 0)
    : list;
  if (!chosen.some(({ isExtended, order }) => isExtended || order >= 0))
    return decodeHeader(chosen[0]?.value ?? '');
  const ordered = chosen.toSorted((one, other) => one.order - other.order);
  if (!ordered.some(({ isExtended }) => isExtended))
    return decodeHeader(ordered.map(({ value }) => value).join(''));
  const [, charset, first] = /^([^']*)'[^']*'(.*)$/s.exec(ordered[0]?.value ?? '') ?? [];
  const bytes = ordered.map(({ value, isExtended }, index) => {
    const content = index === 0 && first !== undefined ? first : value;
    return isExtended ? percentBytes(content) : Buffer.from(content, 'latin1');
  });
  return decodeText(Buffer.concat(bytes), charset);
}

function percentBytes(content: string): Buffer {
  const plain = content.replace(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, 'latin1');
}

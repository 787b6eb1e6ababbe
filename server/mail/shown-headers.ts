import { readHead } from './parse-head.ts';
import { decodeHeader } from './parse-words.ts';

export interface ShownHeader {
  readonly name: string;
  readonly value: string;
}

/** The headers of a mail in their order, decoded. Throws MailLimitError. */
export function shownHeaders(raw: Buffer): ShownHeader[] {
  return readHead(raw, true).lines.map(({ line }) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).trim(), value: decodeHeader(line.slice(colon + 1)).trim() };
  });
}

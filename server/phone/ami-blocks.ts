import { ExchangeError } from './ask-exchange.ts';

/** One message of the manager interface: its fields, the first of a name counting, and its text. */
export interface AmiBlock {
  readonly fields: ReadonlyMap<string, string>;
  readonly raw: string;
}

const longestBlock = 64 * 1024;

/** Cuts a stream into blocks, wherever its pieces end; the banner is the first line. */
export class AmiBlocks {
  #rest = '';
  #banner: string | null = null;
  readonly #decoder = new TextDecoder();

  get banner(): string | null {
    return this.#banner;
  }

  /** Throws ExchangeError for what never ends. */
  push(piece: Uint8Array): AmiBlock[] {
    this.#rest += this.#decoder.decode(piece, { stream: true });
    if (this.#banner === null && !this.#takeBanner()) return [];
    const blocks: AmiBlock[] = [];
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.#rest);
      if (end === null) break;
      const raw = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      if (raw.trim() !== '') blocks.push({ fields: fieldsOf(raw), raw });
    }
    if (this.#rest.length > longestBlock)
      throw new ExchangeError('exchange_unreadable', 'a message has no end');
    return blocks;
  }

  #takeBanner(): boolean {
    const end = this.#rest.indexOf('\n');
    if (end === -1) {
      if (this.#rest.length > 1000) throw new ExchangeError('exchange_unreadable', 'no banner');
      return false;
    }
    this.#banner = this.#rest.slice(0, end).trim();
    this.#rest = this.#rest.slice(end + 1);
    if (!this.#banner.startsWith('Asterisk Call Manager'))
      throw new ExchangeError('exchange_unreadable', 'no Asterisk answers there');
    return true;
  }
}

function fieldsOf(raw: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of raw.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** A value with a line break in it would be further fields. */
export function blockOf(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

import { decodeText } from './charset.ts';

/** What stands in the dictionary before the first byte (MS-OXRTFCP, 2.1.2.1). */
const beginning =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const windowBytes = 4096;
const mostBytes = 4_000_000;

/** RTF as Outlook packs it (MS-OXRTFCP); null for what is none. */
export function unpackRtf(packed: Buffer): Buffer | null {
  if (packed.length < 16) return null;
  const size = Math.min(packed.readUInt32LE(4), mostBytes);
  const kind = packed.toString('latin1', 8, 12);
  if (kind === 'MELA') return packed.subarray(16, 16 + size);
  return kind === 'LZFu' ? unpack(packed, size) : null;
}

function unpack(packed: Buffer, size: number): Buffer {
  const out = new Unpacked(size);
  for (let at = 16; at < packed.length && !out.isFull; ) {
    const control = packed[at] as number;
    at += 1;
    for (let bit = 0; bit < 8 && at < packed.length; bit += 1) {
      const isLiteral = ((control >> bit) & 1) === 0;
      if (isLiteral) out.put(packed[at] as number);
      else if (at + 1 >= packed.length || !out.repeat(packed.readUInt16BE(at))) return out.bytes();
      at += isLiteral ? 1 : 2;
    }
  }
  return out.bytes();
}

class Unpacked {
  readonly #window = Buffer.alloc(windowBytes, 0x20);
  readonly #out: Buffer;
  #place: number;
  #length = 0;

  constructor(size: number) {
    this.#out = Buffer.alloc(size);
    this.#place = this.#window.write(beginning, 'latin1');
  }

  get isFull(): boolean {
    return this.#length >= this.#out.length;
  }

  bytes(): Buffer {
    return this.#out.subarray(0, this.#length);
  }

  put(byte: number): void {
    if (!this.isFull) {
      this.#out[this.#length] = byte;
      this.#length += 1;
    }
    this.#window[this.#place] = byte;
    this.#place = (this.#place + 1) % windowBytes;
  }

  /** A place in the window and a length. False where the place is the end mark. */
  repeat(reference: number): boolean {
    const from = reference >> 4;
    if (from === this.#place) return false;
    const count = (reference & 15) + 2;
    for (let step = 0; step < count; step += 1) this.put(this.#window[(from + step) % windowBytes] as number);
    return true;
  }
}

interface Group {
  isSkipped: boolean;
  isHtmlTag: boolean;
  /** Bytes that stand for a `\u` character in readers that know none. */
  fallback: number;
}

const skipped = new Set(
  'fonttbl colortbl stylesheet info pict object header footer generator listtable listoverridetable rsidtbl themedata'.split(
    ' ',
  ),
);
const signs: Record<string, string> = {
  par: '\n',
  line: '\n',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  '~': '\u00a0',
  '{': '{',
  '}': '}',
  '\\': '\\',
};

const token = /\\(?:'([\da-f]{2})|([a-z]{1,32})(-?\d{1,10})? ?|([^a-z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

/** The words of RTF: as the HTML that was packed in it (MS-OXRTFEX), or as text. */
export function wordsOfRtf(rtf: Buffer): { text: string | null; html: string | null } {
  const source = rtf.toString('latin1');
  const isHtml = /^.{0,300}\\fromhtml1/s.test(source);
  const codePage = /\\ansicpg(\d{3,5})/.exec(source)?.[1] ?? '1252';
  const reader = new RtfReader(`windows-${codePage}`, isHtml);
  for (const match of source.matchAll(token)) reader.take(match);
  const words = reader.words();
  return isHtml ? { text: null, html: words } : { text: words, html: null };
}

class RtfReader {
  readonly #charset: string;
  readonly #isHtml: boolean;
  readonly #groups: Group[] = [{ isSkipped: false, isHtmlTag: false, fallback: 1 }];
  readonly #out: string[] = [];
  #bytes: number[] = [];
  /** Inside `\htmlrtf`: for readers of RTF only. */
  #isForRtf = false;
  #toPass = 0;

  constructor(charset: string, isHtml: boolean) {
    this.#charset = charset;
    this.#isHtml = isHtml;
  }

  words(): string {
    this.#flush();
    return this.#out.join('');
  }

  take([whole, hex, word, number, sign, brace, text]: RegExpMatchArray): void {
    const group = this.#groups.at(-1) as Group;
    if (brace === '{') this.#groups.push({ ...group, isHtmlTag: group.isHtmlTag });
    else if (brace === '}') {
      if (this.#groups.length > 1) this.#groups.pop();
    } else if (hex !== undefined) this.#putByte(Number.parseInt(hex, 16));
    else if (text !== undefined) this.#putText(text);
    else if (word !== undefined) this.#control(word.toLowerCase(), number, group);
    else if (sign === '*') group.isSkipped = true;
    else if (sign !== undefined && whole !== undefined && signs[sign] !== undefined)
      this.#putText(signs[sign]);
  }

  #control(word: string, number: string | undefined, group: Group): void {
    if (word === 'htmltag' || word === 'mhtmltag') {
      group.isSkipped = word === 'mhtmltag';
      group.isHtmlTag = true;
    } else if (word === 'htmlrtf') this.#isForRtf = number !== '0';
    else if (skipped.has(word)) group.isSkipped = true;
    else if (word === 'uc') group.fallback = Number(number ?? 1);
    else if (word === 'u') {
      this.#putText(String.fromCharCode(Number(number ?? 63) & 0xffff));
      this.#toPass = group.fallback;
    } else if (signs[word] !== undefined) this.#putText(signs[word]);
  }

  #isSilent(): boolean {
    return (this.#groups.at(-1)?.isSkipped ?? false) || (this.#isHtml && this.#isForRtf);
  }

  #putByte(byte: number): void {
    if (this.#toPass > 0) this.#toPass -= 1;
    else if (!this.#isSilent()) this.#bytes.push(byte);
  }

  #putText(text: string): void {
    const passed = Math.min(this.#toPass, text.length);
    this.#toPass -= passed;
    if (this.#isSilent() || passed === text.length) return;
    this.#flush();
    this.#out.push(text.slice(passed));
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    this.#out.push(decodeText(Buffer.from(this.#bytes), this.#charset));
    this.#bytes = [];
  }
}

import type { ExchangeSettings } from './adapter.ts';
import { columnsNamed } from './cdr-columns.ts';
import { groupsOf, journeyOf } from './cdr-journeys.ts';
import { type CdrRow, longestLine, readRow } from './cdr-row.ts';
import { type ExchangeRecords, type UnreadableRecord, UnreadableRecordError } from './exchange-records.ts';

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
export type CdrSettings = ExchangeSettings & { readonly columns: readonly string[] | null };

/** So many records are held, whatever a file's size: the rows of one call are written together. */
const mostHeld = 5000;

/**
 * Asterisk's CDR file (docs: cdr_csv, cdr_custom), on the exchange's own clock. A call that goes through a queue has several rows:
 * they are one journey by linkedid, else by uniqueid, else by channel and time.
 */
export function readCdr(text: string, settings: CdrSettings): ExchangeRecords {
  const lines = text.split(/\r?\n/);
  const header = headerOf(lines);
  const reader = new Reader({ ...settings, columns: header?.columns ?? settings.columns });
  for (const [index, line] of lines.entries()) if (index !== header?.index) reader.take(line);
  return reader.give(Number.POSITIVE_INFINITY);
}

/** The same of a file that is read piece by piece: some calls at a time, in its order. */
export async function* readCdrPieces(
  pieces: Pieces,
  settings: CdrSettings,
  most = mostHeld,
): AsyncGenerator<ExchangeRecords> {
  const reader = new Reader(settings);
  let isFirst = true;
  for await (const line of linesOf(pieces)) {
    if (line.trim() === '') continue;
    if (!(isFirst && columnsNamed(withoutMark(line)) !== null)) reader.take(line);
    isFirst = false;
    // The rows of a call that is written just now may not be whole yet.
    if (reader.held >= most) yield reader.give(most / 2);
  }
  yield reader.give(Number.POSITIVE_INFINITY);
}

/** What there is to know of a file before it is read: its columns, where its first line names them, and how many lines it has. */
export async function surveyCdr(pieces: Pieces): Promise<{ columns: string[] | null; lines: number }> {
  let [lines, columns]: [number, string[] | null] = [0, null];
  for await (const line of linesOf(pieces)) {
    if (line.trim() === '') continue;
    if (lines === 0) columns = columnsNamed(withoutMark(line));
    lines += 1;
  }
  return { columns, lines };
}

const withoutMark = (line: string) => line.replace(/^\uFEFF/, '');

/** Of a line that has no end only its beginning is held. */
async function* linesOf(pieces: Pieces): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine + 1);
    for (const line of lines) yield line.replace(/\r$/, '').slice(0, longestLine + 1);
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}

class Reader {
  readonly #settings: CdrSettings;
  #rows: CdrRow[] = [];
  #unreadable: UnreadableRecord[] = [];

  constructor(settings: CdrSettings) {
    this.#settings = settings;
  }

  get held(): number {
    return this.#rows.length + this.#unreadable.length;
  }

  take(line: string): void {
    if (line.trim() === '') return;
    try {
      this.#rows.push(readRow(line, this.#settings.columns, this.#settings.timezone));
    } catch (error) {
      if (!(error instanceof UnreadableRecordError)) throw error;
      this.#unreadable.push({ raw: line, error: error.message });
    }
  }

  /** The journeys that lie among the first rows; what reaches beyond them stays, unless that is nearly everything. */
  give(first: number): ExchangeRecords {
    const late = new Set(this.#rows.slice(first));
    const groups = groupsOf(this.#rows);
    const isOpen = ([, rows]: (typeof groups)[number]) => rows.some((row) => late.has(row));
    const open = groups.filter(isOpen);
    const kept = new Set(open.flatMap(([, rows]) => rows));
    const isStuck = kept.size > this.#rows.length * 0.9;
    const given = isStuck ? groups : groups.filter((group) => !isOpen(group));
    const unreadable = this.#unreadable;
    this.#rows = isStuck ? [] : this.#rows.filter((row) => kept.has(row));
    this.#unreadable = [];
    return { journeys: given.map(([key, own]) => journeyOf(key, own)), unreadable };
  }
}

/** The first line, where it names the columns; null where it is a record like the others. */
export function headerOf(lines: readonly string[]): { index: number; columns: string[] } | null {
  const index = lines.findIndex((line) => line.trim() !== '');
  const columns = columnsNamed(withoutMark(lines[index] ?? ''));
  return columns && { index, columns };
}

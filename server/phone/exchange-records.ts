import type { PhoneEvent } from './event.ts';
import { type Fields, fieldsOfObject } from './fields.ts';

/** One line, or one entry, of what an exchange keeps of its calls. */
export interface RecordRow {
  readonly event: PhoneEvent;
  /** As it came. */
  readonly raw: string;
}

/** A caller's journey as the exchange's own records tell it. */
export interface Journey {
  readonly callKey: string;
  readonly at: Date;
  readonly queue: string | null;
  readonly events: readonly PhoneEvent[];
  readonly raw: string;
}

/** What can't be read; it is a call all the same. */
export interface UnreadableRecord {
  readonly raw: string;
  readonly error: string;
}

export interface ExchangeRecords {
  readonly journeys: readonly Journey[];
  readonly unreadable: readonly UnreadableRecord[];
}

export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
}

/** An entry of a list. Throws UnreadableRecordError. */
export function objectOf(entry: unknown): Fields {
  try {
    return fieldsOfObject(entry);
  } catch (cause) {
    throw new UnreadableRecordError('an entry is no object', { cause });
  }
}

/** Reads entries one by one, so that one that is broken leaves its neighbours alone. */
export function readEach<T>(
  entries: readonly T[],
  read: (entry: T) => PhoneEvent | null,
  rawOf: (entry: T) => string,
): { rows: RecordRow[]; unreadable: UnreadableRecord[] } {
  const rows: RecordRow[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const entry of entries) {
    const raw = rawOf(entry);
    try {
      const event = read(entry);
      if (event !== null) rows.push({ event, raw });
    } catch (error) {
      if (!(error instanceof UnreadableRecordError)) throw error;
      unreadable.push({ raw, error: error.message });
    }
  }
  return { rows, unreadable };
}

/** Rows of one journey together, in the order of their beginning. */
export function journeysOf(rows: readonly RecordRow[]): Journey[] {
  return [...Map.groupBy(rows, ({ event }) => event.callKey)].map(([callKey, own]) => ({
    callKey,
    at: new Date(Math.min(...own.map(({ event }) => Date.parse(event.at ?? '')))),
    queue: own.find(({ event }) => event.queue !== null)?.event.queue ?? null,
    events: own.map(({ event }) => event),
    raw: own.map(({ raw }) => raw).join('\n'),
  }));
}

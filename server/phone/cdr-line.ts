import { UnreadableRecordError } from './exchange-records.ts';

const quote = '"';

/**
 * The fields of one line as cdr_csv and CSV_QUOTE write it: texts in quotes, with quotes in them doubled; numbers bare. Throws
 * UnreadableRecordError.
 */
export function fieldsOfLine(line: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const { text, next } = line[at] === quote ? quotedField(line, at) : bareField(line, at);
    fields.push(text);
    at = next;
  }
  return fields;
}

interface Field {
  readonly text: string;
  /** Where the next begins; behind the end of the line after the last. */
  readonly next: number;
}

function bareField(line: string, from: number): Field {
  const comma = line.indexOf(',', from);
  const end = comma === -1 ? line.length : comma;
  const text = line.slice(from, end);
  if (text.includes(quote)) throw new UnreadableRecordError('a quote stands inside of a field');
  return { text: text.trim(), next: end + 1 };
}

function quotedField(line: string, from: number): Field {
  let text = '';
  for (let at = from + 1; ; ) {
    const end = line.indexOf(quote, at);
    if (end === -1) throw new UnreadableRecordError('a quote is not closed');
    text += line.slice(at, end);
    if (line[end + 1] !== quote) {
      if (end + 1 < line.length && line[end + 1] !== ',')
        throw new UnreadableRecordError('something stands between a quote and the next comma');
      return { text, next: end + 2 };
    }
    text += quote;
    at = end + 2;
  }
}

/** The inverse, for what is kept and for tests. */
export function lineOf(fields: readonly (string | number)[]): string {
  return fields
    .map((field) => (typeof field === 'number' ? String(field) : `"${field.replaceAll('"', '""')}"`))
    .join(',');
}

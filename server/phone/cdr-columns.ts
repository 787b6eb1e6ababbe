import { fieldsOfLine } from './cdr-line.ts';
import { UnreadableRecordError } from './exchange-records.ts';

/** The order of cdr_csv (cdr.conf): the last two with loguniqueid and loguserfield, then those of newcdrcolumns. */
const defaultOrder = (
  'accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition ' +
  'amaflags uniqueid userfield peeraccount linkedid sequence'
).split(' ');
/** The sample of cdr_custom.conf. */
const sampleOrder = (
  'clid src dst dcontext channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags ' +
  'accountcode uniqueid userfield sequence'
).split(' ');
const needed = ['src', 'dst', 'channel', 'start', 'disposition'];
const fewest = 14;

export type Row = Readonly<Record<string, string>>;

const isInstant = (text: string | undefined) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(text ?? '');
const isDisposition = (text: string | undefined) => /^[A-Z][A-Z ]+$/.test(text ?? '');
const isUniqueId = (text: string | undefined) => /^(?:\S+-)?\d{9,11}\.\d+$/.test(text ?? '');

/** The names of columns that a first line, or a setting, gives; null where it gives none. */
export function columnsNamed(line: string): string[] | null {
  let names: string[];
  try {
    names = fieldsOfLine(line).map((name) => name.trim().toLowerCase());
  } catch (error) {
    if (error instanceof UnreadableRecordError) return null;
    throw error;
  }
  return needed.every((name) => names.includes(name)) ? names : null;
}

/** The fields of a line by name, in the columns that are given or in whichever of the known orders fits. */
export function rowOf(line: string, given: readonly string[] | null): Row {
  const fields = fieldsOfLine(line);
  const names = given ?? orderOf(fields);
  if (fields.length < Math.min(fewest, names.length)) throw new UnreadableRecordError('columns are missing');
  const row: Record<string, string> = {};
  for (const [index, name] of names.entries()) row[name] = fields[index] ?? '';
  return row;
}

function orderOf(fields: readonly string[]): readonly string[] {
  if (isInstant(fields[8]) && isDisposition(fields[13])) return sampleOrder;
  if (!isInstant(fields[9]) || !isDisposition(fields[14]))
    throw new UnreadableRecordError('the columns are in no order that is known');
  // One of loguniqueid and loguserfield alone: its contents tell which.
  if (fields.length === 17 && !isUniqueId(fields[16]))
    return defaultOrder.map((name) => (name === 'uniqueid' ? 'userfield' : name === 'userfield' ? '' : name));
  return defaultOrder;
}

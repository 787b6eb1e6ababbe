/** Values by property id (MS-OXPROPS); of several values the first. */
export interface Properties extends Map<number, Buffer> {
  /** Ids whose value is text in UTF-16. */
  isUnicode?: Set<number>;
}

export const tag = {
  body: 0x1000,
  rtf: 0x1009,
  bodyHtml: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachName: 0x3704,
  attachLongName: 0x3707,
  attachType: 0x370e,
  attachContentId: 0x3712,
  internetCodePage: 0x3fde,
} as const;

const unicode = 0x1f;
const fixedBytes: Record<number, number> = {
  2: 4,
  3: 4,
  4: 4,
  10: 4,
  11: 4,
  5: 8,
  6: 8,
  7: 8,
  20: 8,
  64: 8,
  72: 16,
};
const variable = new Set([0x0d, 0x1e, unicode, 0x102]);
const mostProperties = 2000;
const mostValues = 10_000;

/** The MAPI properties of a message or an attachment (MS-OXTNEF, 2.1.3.4); those before the first that makes no sense. */
export function readProperties(bytes: Buffer): Properties {
  const properties: Properties = new Map();
  const isUnicode = new Set<number>();
  properties.isUnicode = isUnicode;
  if (bytes.length < 4) return properties;
  const count = Math.min(bytes.readUInt32LE(0), mostProperties);
  let at = 4;
  try {
    for (let index = 0; index < count; index += 1) {
      const kind = bytes.readUInt16LE(at);
      const id = bytes.readUInt16LE(at + 2);
      at = id >= 0x8000 ? pastName(bytes, at + 4) : at + 4;
      const { value, next } = readValues(bytes, at, kind);
      if (id < 0x8000) properties.set(id, value);
      if ((kind & 0xfff) === unicode) isUnicode.add(id);
      at = next;
    }
  } catch (error) {
    // A property that goes beyond the end: what was read until then stands.
    if (!(error instanceof RangeError)) throw error;
  }
  return properties;
}

/** A named property has its set's GUID and a number or a name before its value. */
function pastName(bytes: Buffer, at: number): number {
  const isNumber = bytes.readUInt32LE(at + 16) === 0;
  const length = isNumber ? 0 : bytes.readUInt32LE(at + 20);
  return at + 24 + padded(length);
}

function readValues(bytes: Buffer, from: number, kind: number): { value: Buffer; next: number } {
  const base = kind & 0xfff;
  const isVariable = variable.has(base);
  const isMany = (kind & 0x1000) !== 0;
  let at = from;
  let count = 1;
  if (isVariable || isMany) {
    count = bytes.readUInt32LE(at);
    at += 4;
  }
  const fixed = fixedBytes[base];
  if ((!isVariable && fixed === undefined) || count > mostValues) throw new RangeError('not a property');
  let first: Buffer | null = null;
  for (let index = 0; index < count; index += 1) {
    const length = isVariable ? bytes.readUInt32LE(at) : (fixed as number);
    const begin = isVariable ? at + 4 : at;
    if (begin + length > bytes.length) throw new RangeError('beyond the end');
    first ??= bytes.subarray(begin, begin + length);
    at = begin + padded(length);
  }
  return { value: first ?? Buffer.alloc(0), next: at };
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

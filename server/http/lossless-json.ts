/** A number of 16 digits or more can lose some of them as a double. A text that looks like one only takes the slower road. */
const longNumber = /(?:^|[:[,\s])-?\d{16}/;

/** No id has more digits, of ours or of another system; reading a million of them as one number would take seconds. */
const longestInteger = /^-?\d{1,100}$/;

/**
 * JSON.parse in which no integer of up to 100 digits loses one: those beyond ±(2^53 − 1) come out as bigint. Texts without a long
 * number, nearly all, take the plain and much faster road. Throws SyntaxError as JSON.parse does.
 */
export function parseLossless(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text, forbidProto(text));
  // TypeScript's library does not know the reviver's third argument yet.
  const parse: (text: string, revive: Reviver) => unknown = JSON.parse;
  return parse(text, (key, value, context) => {
    if (key === '__proto__') return undefined;
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = context?.source;
    return source !== undefined && longestInteger.test(source) ? BigInt(source) : value;
  });
}

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

/** A key `__proto__` must not reach code that copies objects; it is dropped like any unknown key. */
function forbidProto(text: string): ((key: string, value: unknown) => unknown) | undefined {
  if (!text.includes('__proto__') && !text.includes('\\u')) return undefined;
  return (key, value) => (key === '__proto__' ? undefined : value);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes to text; throws TypeError when they are not UTF-8 (RFC 8259, 8.1). A byte order mark is dropped. */
export function textOf(bytes: Buffer): string {
  return utf8.decode(bytes);
}

import { type Push, UnreadablePushError } from './adapter.ts';
import { formPairs, multipartPairs, type Pair } from './push-form.ts';
import { readerOf } from './push-text.ts';

/**
 * The fields of a request, in JSON or as a form; `user[]` is the list `user`. Names count without regard to capitals: exchanges
 * write the same name now this way and now that.
 */
export class Fields {
  readonly #lists: ReadonlyMap<string, readonly unknown[]>;

  constructor(entries: Iterable<readonly [string, readonly unknown[]]>) {
    const lists = new Map<string, readonly unknown[]>();
    for (const [name, values] of entries) {
      const key = keyOf(name);
      lists.set(key, [...(lists.get(key) ?? []), ...values]);
    }
    this.#lists = lists;
  }

  /** Numbers as their digits; null when it is missing, empty or no single value. */
  text(name: string): string | null {
    return this.texts(name)[0] ?? null;
  }

  texts(name: string): string[] {
    return this.list(name).flatMap((value) => {
      const text = typeof value === 'number' ? String(value) : value;
      return typeof text === 'string' && text.trim() !== '' ? [text.trim().replaceAll('\u0000', '')] : [];
    });
  }

  /** As the field is there, also when it is empty: an exchange that sends no number says that it was withheld. */
  has(name: string): boolean {
    return this.#lists.has(keyOf(name));
  }

  require(name: string): string {
    const text = this.text(name);
    if (text === null) throw new UnreadablePushError(`${name} is missing`);
    return text;
  }

  /** Yes or no, however it is written; null where it is not said. */
  isTrue(name: string): boolean | null {
    const word = String(this.value(name) ?? '').toLowerCase();
    if (word === 'true' || word === '1') return true;
    return word === 'false' || word === '0' ? false : null;
  }

  /** Whole seconds of 0 or more. */
  seconds(name: string): number | null {
    const text = this.text(name);
    return text !== null && /^\d{1,7}(\.\d+)?$/.test(text) ? Math.round(Number(text)) : null;
  }

  value(name: string): unknown {
    return this.list(name)[0];
  }

  /** What stands in a field of its own: an object, or the JSON of one in a form. */
  object(name: string): object | null {
    const [value] = this.list(name);
    const read = typeof value === 'string' && /^\s*[[{]/.test(value) ? parsed(value) : value;
    return typeof read === 'object' ? read : null;
  }

  list(name: string): readonly unknown[] {
    return this.#lists.get(keyOf(name)) ?? [];
  }
}

const keyOf = (name: string) => name.trim().toLowerCase();

/** The older ways of some exchanges have everything in the address. Throws UnreadablePushError. */
export function fieldsOf(push: Push): Fields {
  const { raw, mediaType } = push;
  if (raw.length === 0) return formOf(new URL(push.url).search);
  const reader = readerOf(raw, mediaType);
  if (/^multipart\/form-data\b/i.test(mediaType)) return ofPairs(multipartPairs(raw, mediaType, reader));
  const text = reader(raw);
  const isJson = /^[\w.-]+\/([\w.-]+\+)?json\b/i.test(mediaType) || /^\s*[[{]/.test(text);
  if (isJson) return fieldsOfObject(parsed(text));
  return ofPairs(formPairs(raw.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, ''), reader));
}

/** A list of one is that one. */
export function fieldsOfObject(value: unknown): Fields {
  const object = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    throw new UnreadablePushError('an object is expected');
  return new Fields(Object.entries(object).map(([name, one]) => [name, [one].flat()] as const));
}

function formOf(text: string): Fields {
  const raw = Buffer.from(text);
  return ofPairs(formPairs(raw.toString('latin1'), readerOf(raw, '')));
}

/** `user[]` and `user[0]` are lists, `data[name]` is an object with a name. */
function ofPairs(pairs: readonly Pair[]): Fields {
  if (pairs.length === 0) throw new UnreadablePushError('nothing is in it');
  const objects = new Map<string, [string, string][]>();
  const plain: [string, string[]][] = [];
  for (const [name, value] of pairs) {
    const [, outer = name, inner = ''] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(name.trim()) ?? [];
    if (/^\d*$/.test(inner)) plain.push([outer, [value]]);
    else objects.set(outer, [...(objects.get(outer) ?? []), [inner, value]]);
  }
  const nested = [...objects].map(([name, own]) => [name, [Object.fromEntries(own)]] as const);
  return new Fields([...plain, ...nested]);
}

/** Numbers that JavaScript can't tell from their neighbours stay as they are written: they are ids. */
function parsed(text: string): unknown {
  const exact = (_key: string, value: unknown, { source }: { source?: string } = {}) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '')
      ? source
      : value;
  try {
    return JSON.parse(text, exact);
  } catch (cause) {
    throw new UnreadablePushError('the JSON can not be read', { cause });
  }
}

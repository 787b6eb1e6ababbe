import { type Push, UnreadablePushError } from './adapter.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The fields of a request, in JSON or as a form; `user[]` is the list `user`. */
export class Fields {
  readonly #lists: ReadonlyMap<string, readonly unknown[]>;

  constructor(lists: ReadonlyMap<string, readonly unknown[]>) {
    this.#lists = lists;
  }

  /** Numbers as their digits; null when it is missing, empty or no single value. */
  text(name: string): string | null {
    return this.texts(name)[0] ?? null;
  }

  texts(name: string): string[] {
    return (this.#lists.get(name) ?? []).flatMap((value) => {
      const text = typeof value === 'number' ? String(value) : value;
      return typeof text === 'string' && text.trim() !== '' ? [text.trim().replaceAll('\u0000', '')] : [];
    });
  }

  /** As the field is there, also when it is empty: an exchange that sends no number says that it was withheld. */
  has(name: string): boolean {
    return this.#lists.has(name);
  }

  require(name: string): string {
    const text = this.text(name);
    if (text === null) throw new UnreadablePushError(`${name} is missing`);
    return text;
  }

  /** Whole seconds of 0 or more. */
  seconds(name: string): number | null {
    const text = this.text(name);
    return text !== null && /^\d{1,7}(\.\d+)?$/.test(text) ? Math.round(Number(text)) : null;
  }

  value(name: string): unknown {
    return this.#lists.get(name)?.[0];
  }

  list(name: string): readonly unknown[] {
    return this.#lists.get(name) ?? [];
  }
}

/** Throws UnreadablePushError. */
export function fieldsOf(push: Push): Fields {
  const text = textOf(push.raw);
  const isJson = /^application\/([\w.-]+\+)?json\b/i.test(push.mediaType) || /^\s*\{/.test(text);
  return isJson ? fieldsOfObject(parsed(text)) : formOf(text);
}

export function fieldsOfObject(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadablePushError('an object is expected');
  return new Fields(new Map(Object.entries(value).map(([name, one]) => [name, [one].flat()])));
}

export function formOf(text: string): Fields {
  const lists = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const key = name.replace(/\[\d*\]$/, '');
    lists.set(key, [...(lists.get(key) ?? []), value]);
  }
  if (lists.size === 0) throw new UnreadablePushError('nothing is in it');
  return new Fields(lists);
}

function textOf(raw: Buffer): string {
  try {
    return utf8.decode(raw);
  } catch (cause) {
    throw new UnreadablePushError('the text is not UTF-8', { cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadablePushError('the JSON can not be read', { cause });
  }
}

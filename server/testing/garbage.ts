import fc from 'fast-check';
import type { z } from 'zod';
import type { Endpoint } from '../../shared/endpoint.ts';
import { schemaOf } from '../http/openapi-schema.ts';

/** A request as bytes would bring it. */
export interface GarbageRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

const deep = (open: string, close: string, many: number) => open.repeat(many) + close.repeat(many);

/** JSON texts of values that break things: written as they are, since JavaScript can't hold all of them. */
const nastyJson = [
  ...['null', 'true', '-0', '1e400', '-1', '0.1', '1E2', '99999999999999999999999999999999999999999'],
  ...[
    '170141183460469231731687303715884105728',
    '340282366920938463463374607431768211456',
    '9007199254740993',
  ],
  ...[
    '""',
    '" "',
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\ud800"',
    '"\\udc00x"',
    '"\\u202e\\u2066"',
    '"%s%n$1\'--;"',
  ],
  ...['"__proto__"', '"constructor"', '"toString"', '"NaN"', '"Infinity"', '"0"', '"-1"', '"1e3"', '" 1"'],
  ...['"2021-02-31"', '"2021-02-31T00:00:00Z"', '"0000-01-01T00:00:00Z"', '"+275760-09-13T00:00:00.001Z"'],
  ...['"9999-12-31T23:59:59.999999999-23:59"', '"-000001-01-01T00:00:00Z"'],
  ...[
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '{"length":1}',
    '{"__proto__":{"a":1}}',
    '{"then":1}',
    '{"toString":null}',
  ],
  ...[deep('[', ']', 5000), deep('{"a":', '}', 3000).replace(/\}/, '1}'), `[${'1,'.repeat(3000)}1]`],
];

const long = fc
  .tuple(
    fc.constantFrom('a', 'א', '😀', '\u0301', '%', '"', '\\', ' ', '\n', '0', '9', '*'),
    fc.constantFrom(101, 255, 501, 5000, 200_001),
  )
  .map(([sign, many]) => sign.repeat(many));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ maxLength: 20 }),
);

/** The JSON text of one value: garbage, or something that belongs here. */
const jsonOf = (known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...nastyJson),
    fc.constantFrom(...known).map((one) => JSON.stringify(one)),
    fc.array(fc.constantFrom(...known), { maxLength: 3 }).map((some) => JSON.stringify(some)),
    text.map((one) => JSON.stringify(one)),
    { arbitrary: long.map((one) => JSON.stringify(one)), weight: 1 },
    fc.jsonValue({ maxDepth: 3 }).map((one) => JSON.stringify(one)),
    fc.double().map((one) => JSON.stringify(one)),
    fc.bigInt({ min: -(1n << 140n), max: 1n << 140n }).map(String),
  );

const keysOf = (schema: z.ZodType | undefined): string[] =>
  Object.keys((schema && (schemaOf(schema, 'input') as { properties?: object }).properties) ?? {});

function bodyOf(
  schema: z.ZodType | undefined,
  known: readonly string[],
): fc.Arbitrary<string | Buffer | undefined> {
  const value = jsonOf(known);
  const keys = fc.oneof({ arbitrary: fc.constantFrom(...keysOf(schema), 'x'), weight: 9 }, text);
  const pairs = fc.array(fc.tuple(keys, value), { maxLength: 8 });
  const object = pairs.map(
    (some) => `{${some.map(([key, one]) => `${JSON.stringify(key)}:${one}`).join(',')}}`,
  );
  const form = fc
    .array(fc.tuple(keys, text), { maxLength: 5 })
    .map((some) => String(new URLSearchParams(some)));
  return fc.oneof(
    { arbitrary: object, weight: 8 },
    value,
    form,
    fc.constantFrom(undefined, '', '{', '"', '\ufeff{}', '{}{}', "{'a':1}", '{"a":1,}', '// {}', 'NaN'),
    fc.tuple(object, fc.nat(40)).map(([one, cut]) => one.slice(0, -cut)),
    object.map((one) => Buffer.from(one, 'utf16le')),
    object.map((one) => Buffer.from(one, 'latin1')),
    fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  );
}

/** What a header can carry at all: others never get past Node's parser, which has its own test. */
const headerText = fc.oneof(
  fc.string({ maxLength: 40 }).map((one) => one.replace(/[^\x20-\x7e]/g, '')),
  fc.constantFrom(
    '',
    ',',
    ';',
    ';;;q=',
    '*',
    '"',
    '\x80\xff',
    'x'.repeat(2000),
    '-1',
    '0',
    '1e9',
    'null',
    'W/"x"',
  ),
);
const types = ['application/json', 'application/json; charset=utf-16', 'application/x-www-form-urlencoded'];
const otherTypes = [
  'text/plain',
  'multipart/form-data',
  'application/json;',
  'json',
  '',
  ';',
  'a/b/c',
  'application/vnd.api+json',
];

const headersOf = (type: string): fc.Arbitrary<Record<string, string>> =>
  fc
    .record(
      {
        'content-type': fc.oneof(
          { arbitrary: fc.constant(type), weight: 12 },
          fc.constantFrom(...types, ...otherTypes),
          headerText,
        ),
        'accept-language': headerText,
        accept: headerText,
        'idempotency-key': headerText,
        'if-none-match': headerText,
        'x-forwarded-for': headerText,
        'x-forwarded-host': headerText,
        'x-forwarded-proto': headerText,
        'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'x'),
        range: headerText,
        'x-request-id': headerText,
        origin: headerText,
        'sec-fetch-site': headerText,
      },
      { requiredKeys: ['content-type'] },
    )
    // Most requests come without oddities, so that they get further.
    .chain((all) =>
      fc.boolean().map((isOdd) => (isOdd ? all : { 'content-type': all['content-type'] ?? '' })),
    );

const escapes = fc.constantFrom(
  '%',
  '%zz',
  '%00',
  '%ff',
  '%ED%A0%80',
  '%2F',
  '..',
  '%2e%2e',
  '+',
  '%',
  '[]',
  '{}',
  '\\',
  '|',
  '^',
  '`',
);

function pieceOf(known: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...known).map(encodeURIComponent), weight: 4 },
    text.map((one) => encodeURIComponent(one.toWellFormed())),
    fc
      .constantFrom(...nastyJson.filter((one) => one.length < 200))
      .map((one) => encodeURIComponent(one.replaceAll('"', ''))),
    fc.bigInt({ min: 0n, max: 1n << 140n }).map(String),
    escapes,
  );
}

/** Requests to one endpoint. `known` are values that exist, so that some of them get as far as the database. */
export function garbageFor(declared: Endpoint, known: readonly string[]): fc.Arbitrary<GarbageRequest> {
  const piece = pieceOf(known);
  const names = declared.url.match(/:\w+/g) ?? [];
  const params = fc.tuple(...names.map(() => piece));
  const keys = fc.oneof({ arbitrary: fc.constantFrom(...keysOf(declared.query), 'x'), weight: 9 }, piece);
  const query = fc.array(fc.tuple(keys, piece), { maxLength: 4 });
  const path = fc.tuple(params, query).map(([values, pairs]) => {
    const filled = names.reduce((url, name, at) => url.replace(name, () => values[at] || '0'), declared.url);
    return pairs.length === 0 ? filled : `${filled}?${pairs.map((pair) => pair.join('=')).join('&')}`;
  });
  const hasBody = declared.method !== 'GET';
  return fc.record({
    path,
    headers: headersOf(declared.bodyType ?? 'application/json'),
    body: hasBody ? bodyOf(declared.body, known) : fc.constant(undefined),
  });
}

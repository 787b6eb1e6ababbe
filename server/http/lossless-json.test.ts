import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLossless, textOf } from './lossless-json.ts';

/** JSON text of a value in which bigints are bare numbers. */
function textWithNumbers(value: unknown, space: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value))
    return `[${space}${value.map((each) => textWithNumbers(each, space)).join(`${space},${space}`)}${space}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}${space}:${space}${textWithNumbers(each, space)}`,
  );
  return `{${space}${members.join(`${space},${space}`)}${space}}`;
}

const beyond = fc
  .bigInt({ min: -(10n ** 60n), max: 10n ** 60n })
  .filter((value) => value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER));

const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    beyond,
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[:[,\s]-?\d{16,40}$/),
    fc.array(tie('value')),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { noNullPrototype: true },
    ),
  ),
})).value;

test('no integer loses a digit, and nothing else changes', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('', ' ', '\n\t'), (value, space) => {
      assert.deepEqual(parseLossless(textWithNumbers(value, space)), value);
    }),
    { numRuns: 500 },
  );
});

test('any JSON without long integers comes out as JSON.parse gives it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const plain: unknown = JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
      const rounded = JSON.stringify(parseLossless(text), (_key, value) =>
        typeof value === 'bigint' ? Number(value) : value,
      );
      assert.equal(rounded, JSON.stringify(plain));
    }),
  );
});

test('the published example’s bare number', () => {
  const body = parseLossless('{"status": 233476065495938695080047208242730387249, "n": 9007199254740991}');
  assert.deepEqual(body, { status: 233476065495938695080047208242730387249n, n: 9007199254740991 });
});

test('an integer longer than any id is a plain number: a million digits cost no time', () => {
  const digits = '9'.repeat(1_000_000);
  const longest = '9'.repeat(100);
  assert.deepEqual(parseLossless(`[${longest}, -${longest}, ${longest}9]`), [
    BigInt(longest),
    -BigInt(longest),
    Number(`${longest}9`),
  ]);
  const startedAt = performance.now();
  assert.deepEqual(parseLossless(`{"a":${digits}}`), { a: Number.POSITIVE_INFINITY });
  assert.ok(performance.now() - startedAt < 200);
});

test('fractions and exponents stay numbers, also long ones', () => {
  const body = parseLossless(
    '[1.5, 1e300, 0.12345678901234567890, 1234567890123456.5, -0, 12345678901234567890e1]',
  );
  assert.deepEqual(body, [
    1.5,
    1e300,
    0.12345678901234568,
    1234567890123456.5,
    -0,
    Number('12345678901234567890e1'),
  ]);
});

test('a __proto__ key is dropped in every spelling, with and without long numbers', () => {
  for (const key of ['__proto__', '\\u005f_proto__', '__pr\\u006fto__']) {
    for (const n of ['1', '12345678901234567890']) {
      const body = parseLossless(`{"${key}": {"polluted": true}, "n": ${n}}`) as Record<string, unknown>;
      assert.deepEqual(Object.keys(body), ['n']);
      assert.equal(Object.getPrototypeOf(body), Object.prototype);
    }
  }
});

test('what is not JSON throws SyntaxError', () => {
  for (const text of ['', '{', '{"a":1,}', 'NaN', '[01]', '{"a":12345678901234567890', '\u0000']) {
    assert.throws(() => parseLossless(text), SyntaxError, text);
  }
});

test('bytes that are not UTF-8 are refused; any text survives', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.startsWith('\ufeff')),
      (text) => {
        assert.equal(textOf(Buffer.from(text, 'utf8')), text);
      },
    ),
  );
  for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe9]]) {
    assert.throws(() => textOf(Buffer.from(bytes)), TypeError);
  }
});

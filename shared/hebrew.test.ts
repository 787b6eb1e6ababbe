import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold, foldWeak } from './hebrew.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const hebrew = fc.string({
  unit: fc.constantFrom(...'אבגדהוזחטיכלמנסעפצקרשתךםןףץ'),
  minLength: 1,
  maxLength: 12,
});
const noise = fc.constantFrom(
  '',
  '\u05B0',
  '\u05C1\u05B8',
  '\u0591',
  '\u200F',
  '\u202B',
  '\u2069',
  '׳',
  '״',
  '"',
  '’',
);

test('what a reader would call the same folds to the same', () => {
  const same: [string, string][] = [
    ['שָׁלוֹם', 'שלום'],
    ['צה״ל', 'צה"ל'],
    ['צה״ל', 'צהל'],
    ['ג׳ירפה', "ג'ירפה"],
    ['ד’', 'ד׳'],
    ['בית־ספר', 'בית ספר'],
    ['בית-ספר', 'בית ספר'],
    ['  דנה \t\n כהן ', 'דנה כהן'],
    ['\u202Bדנה כהן\u202C', 'דנה כהן'],
    ['Café ACME', 'cafe\u0301 acme'],
    ['\uFB2A\uFB4B', 'שו'],
    ['ﬁnance', 'finance'],
    ['סופר־פארם', 'סופר-פארמ'],
  ];
  for (const [one, other] of same) assert.equal(fold(one), fold(other), `${one} ≠ ${other}`);
});

test('what differs stays different', () => {
  assert.equal(fold('054-925-5555'), '054-925-5555');
  assert.equal(fold('dana-cohen@example.com'), 'dana-cohen@example.com');
  assert.notEqual(fold('אבא'), fold('אמא'));
  assert.equal(fold('עץ'), 'עצ');
});

test('folding is idempotent, for any text', () => {
  fc.assert(
    fc.property(anyText, (text) => fold(fold(text)) === fold(text)),
    { numRuns: 2000 },
  );
});

test('a folded text has no points, final letters, marks, capitals or double spaces', () => {
  const unfolded = /[\u0591-\u05C7ךםןףץ"'’׳״\u200B-\u200F\u202A-\u202E\u2066-\u2069A-Z]|\s{2}|^\s|\s$/;
  fc.assert(
    fc.property(anyText, (text) => !unfolded.test(fold(text))),
    { numRuns: 2000 },
  );
});

test('points, marks and bidi controls anywhere in a word change nothing', () => {
  const decorated = fc
    .tuple(hebrew, fc.array(noise, { minLength: 13, maxLength: 13 }))
    .map(([word, marks]) => ({
      word,
      written: [...word].map((letter, at) => letter + (marks[at] ?? '')).join(''),
    }));
  fc.assert(fc.property(decorated, ({ word, written }) => fold(written) === fold(word)));
});

test('one-letter prefixes are dropped from words, never into a root of three letters', () => {
  assert.deepEqual(foldWeak('והבית, לבית – הבית'), ['בית', 'בית', 'בית']);
  assert.deepEqual(foldWeak('שהלקוח של לקוח'), ['קוח', 'של', 'קוח']);
  assert.deepEqual(foldWeak('משה למשה שלמה'), ['משה', 'משה', 'למה']);
  assert.deepEqual(foldWeak('ב-10 ל־Gmail'), ['ב', '10', 'ל', 'gmail']);
  assert.deepEqual(foldWeak(''), []);
});

test('weak tokens are idempotent, and a prefix never changes one of a root that begins with none', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = foldWeak(text);
      assert.deepEqual(foldWeak(once.join(' ')), once);
    }),
    { numRuns: 2000 },
  );
  const root = fc.string({ unit: fc.constantFrom(...'אגדזחטינסעפצקרת'), minLength: 3, maxLength: 8 });
  const prefix = fc.string({ unit: fc.constantFrom(...'והבכלמש'), maxLength: 3 });
  fc.assert(fc.property(prefix, root, (before, word) => foldWeak(before + word)[0] === word));
});

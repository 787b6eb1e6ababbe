import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkStructure } from './structure.ts';

function judge(tree: Record<string, string>): string[] {
  return checkStructure(new Map(Object.entries(tree))).map(
    ({ path, line, rule }) => `${path}:${line} ${rule}`,
  );
}

const linesOf = (count: number, line = ''): string => `${line}\n`.repeat(count);

test('an index file that only passes on is a barrel, one with a word of its own is not', () => {
  const barrel = "// the parts\nexport { a } from './a.ts';\nexport type * from './b.ts';\n";
  const imported = "import { a } from './a.ts';\nexport { a };\n";
  assert.deepEqual(judge({ 'web/x/index.ts': barrel }), ['web/x/index.ts:1 barrels']);
  assert.deepEqual(judge({ 'web/x/index.ts': imported }), ['web/x/index.ts:1 barrels']);
  assert.deepEqual(judge({ 'web/x/index.ts': `${imported}export const b = 1;` }), []);
});

describe('names that say nothing', () => {
  for (const path of [
    'server/utils/a.ts',
    'web/dateHelpers.ts',
    'shared/ticket-info.ts',
    'bench/data/rows.csv',
  ]) {
    test(path, () => assert.deepEqual(judge({ [path]: '' }), [`${path}:1 names`]));
  }
  test('a word inside another word is no empty name', () => {
    assert.deepEqual(judge({ 'server/database/metadata.ts': '', 'web/information.tsx': '' }), []);
  });
});

describe('reading the environment', () => {
  const reads = [
    'const a = process.env.A;',
    "import { env } from 'node:process';",
    'const { env } = process;',
  ];
  for (const line of [...reads, "const a = process['env'];"]) {
    test(`refused in a service: ${line}`, () => {
      assert.deepEqual(judge({ 'server/http/app.ts': line }), ['server/http/app.ts:1 environment']);
    });
    test(`allowed where it belongs: ${line}`, () => {
      const places = [
        'server/config.ts',
        'launch.js',
        'scripts/a.ts',
        'e2e/a.ts',
        'bench/a.ts',
        'server/testing/a.ts',
      ];
      assert.deepEqual(judge(Object.fromEntries(places.map((place) => [place, line]))), []);
    });
  }
  test('a text that speaks of process.env reads nothing', () => {
    assert.deepEqual(judge({ 'server/http/app.ts': "const a = 'process.env'; // process.env" }), []);
  });
});

describe('sizes', () => {
  test('a file of 300 lines passes, one of 301 does not', () => {
    assert.deepEqual(judge({ 'shared/a.ts': linesOf(300), 'web/a.css': linesOf(300) }), []);
    assert.deepEqual(judge({ 'shared/a.ts': linesOf(301) }), ['shared/a.ts:1 sizes']);
    assert.deepEqual(judge({ 'web/a.css': linesOf(301) }), ['web/a.css:1 sizes']);
  });
  test('a long file is excused by a reason in its first five lines', () => {
    const reason = '-- long: one table per paragraph\n';
    assert.deepEqual(judge({ 'server/database/migrations/1.sql': reason + linesOf(300) }), []);
    assert.deepEqual(judge({ 'shared/a.ts': `${linesOf(5)}// long: too late\n${linesOf(300)}` }), [
      'shared/a.ts:1 sizes',
    ]);
    assert.deepEqual(judge({ 'shared/a.ts': `// long:\n${linesOf(300)}` }), ['shared/a.ts:1 sizes']);
  });
  test('a function of 60 lines passes, one of 61 does not, whatever its kind', () => {
    const body = (count: number): string => `{\n${linesOf(count - 2, 'f();')}}`;
    assert.deepEqual(judge({ 'shared/a.ts': `function f() ${body(60)}` }), []);
    for (const head of ['function f() ', 'export const f = async () => ', 'const f = function () ']) {
      assert.deepEqual(judge({ 'shared/a.ts': `\n${head}${body(61)}` }), ['shared/a.ts:2 sizes']);
    }
    assert.deepEqual(judge({ 'shared/a.ts': `class A {\n f() ${body(61)}\n}` }), ['shared/a.ts:2 sizes']);
    assert.deepEqual(judge({ 'shared/a.ts': `// long: reads as one list\nfunction f() ${body(61)}` }), []);
    assert.deepEqual(judge({ 'shared/a.ts': `/**\n * long: one list\n */\nfunction f() ${body(61)}` }), []);
  });
  test('a describe block is no function, the test inside it is', () => {
    const long = `() => {\n${linesOf(60, 'f();')}}`;
    assert.deepEqual(judge({ 'shared/a.test.ts': `describe('a', ${long});` }), []);
    assert.deepEqual(judge({ 'shared/a.test.ts': `test('a', ${long});` }), ['shared/a.test.ts:1 sizes']);
  });
});

describe('physical directions in stylesheets', () => {
  const physical = [
    'margin-left: 1px;',
    '.a { padding-right: 1px }',
    'border-left-color: red;',
    'border-top-right-radius: 2px;',
    'scroll-margin-left: 1px;',
    'left: 0;',
    '.a { color: red; right: 0; }',
    'text-align: left;',
    'float: right;',
    'margin: 0 1px 0 2px;',
    'inset: 0 auto 0 0;',
  ];
  for (const line of physical) {
    test(line, () => {
      assert.deepEqual(judge({ 'web/a.css': `.b {\n${line}\n}` }), ['web/a.css:2 directions']);
      assert.deepEqual(judge({ 'web/a.css': `.b {\n${line} /* physical: a map */\n}` }), []);
    });
  }
  const logical = [
    'margin-inline-start: 1px;',
    'inset-inline-end: 0;',
    'text-align: start;',
    'margin: 0 1px 2px 1px;',
    '/* left: 0; */',
    '.left:hover { color: red; }',
    'transition: left-pad 1s;',
  ];
  for (const line of logical) test(line, () => assert.deepEqual(judge({ 'web/a.css': line }), []));
});

describe('physical directions in components', () => {
  const physical = [
    '<Box ml="md" />',
    '<Box pr={4} />',
    '<Text ta="right" />',
    '<div style={{ marginLeft: 4 }} />',
    "<div style={{ 'padding-right': 4 }} />",
    '<div style={{ left: 0 }} />',
    '<Box styles={{ root: { right: 0 } }} />',
  ];
  for (const line of physical) {
    test(line, () => {
      assert.deepEqual(judge({ 'web/a.tsx': `export const A = () =>\n${line};` }), [
        'web/a.tsx:2 directions',
      ]);
      assert.deepEqual(judge({ 'web/a.tsx': `export const A = () =>\n${line}; // physical: a map` }), []);
    });
  }
  test('a style kept in a constant', () => {
    const text = "const a: CSSProperties = { right: 0 };\nconst b = { textAlign: 'left', borderLeft: 0 };";
    assert.deepEqual(judge({ 'web/a.tsx': text }), [
      'web/a.tsx:1 directions',
      'web/a.tsx:2 directions',
      'web/a.tsx:2 directions',
    ]);
  });
  test('logical props, and sides that are no style, pass', () => {
    const text =
      'const pair = { left: 1, right: 2 };\nexport const A = () => <Box ms="md" pe={4} leftSection={pair.left} />;';
    assert.deepEqual(judge({ 'web/a.tsx': text }), []);
  });
});

describe('translations', () => {
  const judgeLanguages = (he: unknown, en: unknown): string[] =>
    checkStructure(
      new Map([
        ['web/i18n/he.json', JSON.stringify(he)],
        ['web/i18n/en.json', JSON.stringify(en)],
      ]),
    ).map(({ path, rule, message }) => `${path} ${rule} ${message}`);

  test('a key in one language only is missing in the other, nested or flat', () => {
    assert.deepEqual(judgeLanguages({ a: { b: 'א', c: 'ב' }, d: 'ג' }, { a: { b: 'b' }, d: 'd', e: 'e' }), [
      'web/i18n/en.json translations "a.c" is missing',
      'web/i18n/he.json translations "e" is missing',
    ]);
  });
  test('one file per subject', () => {
    const tree = { 'web/i18n/he/users.json': '{"a":"א"}', 'web/i18n/en/users.json': '{"a":"a","b":"b"}' };
    assert.deepEqual(judge(tree), ['web/i18n/he/users.json:1 translations']);
    assert.deepEqual(judge({ 'web/i18n/he/users.json': '{"a":"א"}' }), [
      'web/i18n/en/users.json:1 translations',
    ]);
  });
  test('a file that is no JSON has no sentences', () => {
    const tree = { 'web/i18n/he.json': '{"a":', 'web/i18n/en.json': '{"a":"a"}' };
    assert.deepEqual(judge(tree), ['web/i18n/he.json:1 translations']);
  });
  test('plural forms differ between the languages', () => {
    assert.deepEqual(
      judgeLanguages({ n_one: 'א', n_two: 'ב', n_other: 'ג' }, { n_one: 'a', n_other: 'b' }),
      [],
    );
  });
  test('an empty sentence says nothing', () => {
    assert.deepEqual(judgeLanguages({ a: 'א' }, { a: ' ' }), ['web/i18n/en.json translations "a" is empty']);
  });
  test('no languages yet, nothing to say', () => assert.deepEqual(judge({}), []));
});

describe('words that have no place in the repository', () => {
  const words = [
    '// TO' + 'DO later',
    '// FIX' + 'ME',
    '// X' + 'XX',
    '// HA' + 'CK',
    'test.on' + "ly('a', f);",
  ];
  for (const line of [...words, `const a = '/ho${''}me/somebody/pniya';`, `// see /Us${''}ers/me/x`]) {
    test(line, () => assert.deepEqual(judge({ 'shared/a.ts': line }), ['shared/a.ts:1 words']));
  }
  test('paths of the product and of the web pass', () => {
    assert.deepEqual(judge({ 'README.md': 'see /var/lib/pniya and https://example.org/home/page' }), []);
  });
});

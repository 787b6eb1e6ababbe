import { describe, expect, test } from 'vitest';

const files = import.meta.glob<Words>('./*/*.json', { eager: true, import: 'default' });
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const plural = /_(zero|one|two|few|many|other)$/;

type Words = { [key: string]: string | Words };

function flat(words: Words, prefix = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

function readWords(language: string): Map<string, string> {
  const mine = Object.entries(files).filter(([path]) => path.startsWith(`./${language}/`));
  return new Map(
    mine.flatMap(([path, words]) => {
      const area = path.slice(`./${language}/`.length, -'.json'.length);
      return flat(words).map(([key, value]): [string, string] => [`${area}:${key}`, value]);
    }),
  );
}

const languages = { he: readWords('he'), en: readWords('en') };
const base = (key: string) => key.replace(plural, '');
const bases = (words: Map<string, string>) => new Set([...words.keys()].map(base));

/** The areas that a file asks by name; `common` where it names none. */
function areasOf(source: string): string[] {
  const named = [...source.matchAll(/useTranslation\(([^)]*)\)/g)].flatMap(([, given = '']) =>
    given === '' ? ['common'] : [...given.matchAll(/'(\w+)'/g)].map(([, area = '']) => area),
  );
  return named.length === 0 ? ['common'] : named;
}

/** Every key that the code asks for: literal ones as they are, `${…}` as anything without a dot. */
function asked(): { key: string; pattern: RegExp }[] {
  return Object.entries(sources).flatMap(([path, source]) => {
    const calls = source.matchAll(/\bt\(\s*(?:'([^']+)'|`([^`]+)`)/g);
    const areas = areasOf(source);
    return [...calls].map(([, literal, template]) => {
      const given = literal ?? template ?? '';
      const words = given
        .split(/\$\{[^}]*\}/)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
        .join('[^.:]+');
      const start = given.includes(':') ? '' : `(${areas.join('|')}):`;
      return { key: `${path}: ${given}`, pattern: new RegExp(`^${start}${words}$`) };
    });
  });
}

describe('the words of the console', () => {
  test('are complete in both languages', () => {
    expect([...bases(languages.en)].sort()).toEqual([...bases(languages.he)].sort());
  });

  test('have every plural form of their language', () => {
    for (const [language, words] of Object.entries(languages)) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const key of new Set([...words.keys()].filter((one) => plural.test(one)).map(base))) {
        for (const form of forms)
          expect(words.has(`${key}_${form}`), `${language} ${key}_${form}`).toBe(true);
      }
    }
  });

  test('fill in the same values in both languages', () => {
    const values = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();
    for (const [key, text] of languages.he) {
      const other = languages.en.get(key);
      // One and two are often whole words in Hebrew, without the number.
      if (other === undefined || plural.test(key)) continue;
      expect(values(other), key).toEqual(values(text));
    }
  });

  test('are there for every key that the code asks for', () => {
    const known = [...bases(languages.he)];
    const calls = asked();
    expect(calls.length).toBeGreaterThan(200);
    const missing = calls.filter(({ pattern }) => !known.some((key) => pattern.test(key)));
    expect(missing.map(({ key }) => key)).toEqual([]);
  });
});

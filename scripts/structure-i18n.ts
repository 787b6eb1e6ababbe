import type { Finding, Rule } from './structure-source.ts';

const HEBREW = 'web/i18n/he.json';
const ENGLISH = 'web/i18n/en.json';

/** Hebrew has a dual that English lacks, so plural forms of one key count as one. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Every sentence exists in both languages and says something. */
export const checkTranslations: Rule = ({ files }) => {
  const [hebrew, english] = [files.get(HEBREW), files.get(ENGLISH)];
  if (hebrew === undefined || english === undefined) return [];
  const he = keysOf(JSON.parse(hebrew));
  const en = keysOf(JSON.parse(english));
  return [
    ...missing(he, en, ENGLISH),
    ...missing(en, he, HEBREW),
    ...empty(he, HEBREW),
    ...empty(en, ENGLISH),
  ];
};

/** Flat or nested, as `a.b.c` with its sentence. */
function keysOf(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null)
    return new Map([[prefix.replace(PLURAL, ''), String(value)]]);
  const parts = Object.entries(value).map(([key, inner]) => keysOf(inner, prefix ? `${prefix}.${key}` : key));
  return new Map(parts.flatMap((part) => [...part]));
}

function missing(
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
  path: string,
): Finding[] {
  return [...from.keys()]
    .filter((key) => !to.has(key))
    .map((key) => ({ path, line: 1, rule: 'translations', message: `"${key}" is missing` }));
}

function empty(keys: ReadonlyMap<string, string>, path: string): Finding[] {
  return [...keys]
    .filter(([, sentence]) => sentence.trim() === '')
    .map(([key]) => ({ path, line: 1, rule: 'translations', message: `"${key}" is empty` }));
}

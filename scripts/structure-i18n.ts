import type { Finding, Rule } from './structure-source.ts';

/** `web/i18n/he.json`, or one file per subject: `web/i18n/he/tickets.json`. */
const SENTENCES = /^web\/i18n\/(he|en)(\.json|\/.+\.json)$/;

/** Hebrew has a dual that English lacks, so plural forms of one key count as one. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Every sentence exists in both languages and says something. */
export const checkTranslations: Rule = ({ files }) => {
  const findings: Finding[] = [];
  for (const [path, text] of files) {
    const [, language, rest] = SENTENCES.exec(path) ?? [];
    if (!language) continue;
    const other = `web/i18n/${language === 'he' ? 'en' : 'he'}${rest}`;
    const mine = keysOf(parse(text));
    const theirs = keysOf(parse(files.get(other)));
    findings.push(...missing(mine, theirs, other), ...empty(mine, path));
  }
  return findings;
};

/** A file that is missing or is no JSON has no sentences, so that all of its keys are found missing. */
function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}

/** Flat or nested, as `a.b.c` with its sentence. */
function keysOf(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    return new Map([[prefix.replace(PLURAL, ''), String(value)]]);
  }
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

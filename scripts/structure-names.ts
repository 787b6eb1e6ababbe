import { posix } from 'node:path';
import type { Finding, Rule } from './structure-source.ts';

/** Names that say nothing: everything is data, and anything may hide behind a helper. */
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'manager', 'managers', 'data', 'info']);

export const checkNames: Rule = ({ files }) => {
  const findings: Finding[] = [];
  for (const path of files.keys()) {
    const words = path.split(/[^\p{L}\d]+|(?<=\p{Ll})(?=\p{Lu})/u).map((word) => word.toLowerCase());
    const empty = words.find((word) => EMPTY_WORDS.has(word));
    if (empty)
      findings.push({ path, line: 1, rule: 'names', message: `"${empty}" names nothing; say what it is` });
  }
  return findings;
};

/** A barrel is an index file whose every statement passes something on. */
export const checkBarrels: Rule = ({ files, modules }) => {
  const findings: Finding[] = [];
  for (const path of modules.keys()) {
    if (!/^index\.(ts|tsx)$/.test(posix.basename(path))) continue;
    const rest = (files.get(path) ?? '')
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      .replace(/\b(export|import)\b[^;'"]*(['"])[^'"]*\2\s*;?/g, '')
      .replace(/export\s*(type\s*)?\{[^}]*\}\s*;?/g, '');
    if (rest.trim() === '') {
      findings.push({
        path,
        line: 1,
        rule: 'barrels',
        message: 'import from the file itself, not through an index',
      });
    }
  }
  return findings;
};

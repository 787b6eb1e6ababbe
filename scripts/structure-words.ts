import type { Finding, Rule } from './structure-source.ts';

const READERS_OF_ENVIRONMENT =
  /^server\/(config\.ts$|testing\/)|^(scripts|e2e|bench)\/|^launch\.js$|\.config\.ts$/;

/** One place reads the environment, so that one place can say what is wrong with it. */
export const checkEnvironment: Rule = ({ modules }) => {
  const findings: Finding[] = [];
  for (const { path, environmentLines } of modules.values()) {
    if (READERS_OF_ENVIRONMENT.test(path)) continue;
    for (const line of environmentLines) {
      findings.push({ path, line, rule: 'environment', message: 'only server/config.ts reads process.env' });
    }
  }
  return findings;
};

const SEARCHED = /\.(ts|tsx|mts|js|jsx|mjs|css|sql|html|md|json|ya?ml|sh)$|^\.ci\//;
// The brackets keep this file from finding itself.
const FORBIDDEN: [RegExp, string][] = [
  [/\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/, 'finish it, or write it down where work is planned'],
  [/\.onl[y]\(/, 'runs one test and hides the others'],
  [/(^|[\s'"`(=:])\/(home|Users|root|work|workspace)\/[\w.-]/, "a path of somebody's own machine"],
];

/** Marks and leftovers that have no business in the repository. */
export const checkWords: Rule = ({ files }) => {
  const findings: Finding[] = [];
  for (const [path, text] of files) {
    if (!SEARCHED.test(path)) continue;
    for (const [index, line] of text.split('\n').entries()) {
      for (const [pattern, why] of FORBIDDEN) {
        const found = pattern.exec(line)?.[0].trim();
        if (found) findings.push({ path, line: index + 1, rule: 'words', message: `${found}: ${why}` });
      }
    }
  }
  return findings;
};

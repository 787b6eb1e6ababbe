import { type Finding, isGenerated, type Rule } from './structure-source.ts';

const FILE_LINES = 300;
const FUNCTION_LINES = 60;
const MEASURED = /\.(ts|tsx|mts|js|jsx|mjs|css|sql|html|sh)$/;

/** Files of at most 300 lines and functions of at most 60; an exception says `long: reason`. */
export const checkSizes: Rule = (tree) => [...longFiles(tree), ...longFunctions(tree)];

const longFiles: Rule = ({ files }) => {
  const findings: Finding[] = [];
  for (const [path, text] of files) {
    if (!MEASURED.test(path) || isGenerated(path)) continue;
    const lines = text.replace(/\n$/, '').split('\n');
    if (lines.length <= FILE_LINES || lines.slice(0, 5).some(hasReason)) continue;
    const message = `${lines.length} lines, ${FILE_LINES} at most (or "long: reason" in the first five)`;
    findings.push({ path, line: 1, rule: 'sizes', message });
  }
  return findings;
};

const longFunctions: Rule = ({ files, modules }) => {
  const findings: Finding[] = [];
  for (const { path, functions } of modules.values()) {
    const lines = (files.get(path) ?? '').split('\n');
    for (const { firstLine, lastLine } of functions) {
      const count = lastLine - firstLine + 1;
      if (count <= FUNCTION_LINES || commentAbove(lines, firstLine).some(hasReason)) continue;
      const message = `a function of ${count} lines, ${FUNCTION_LINES} at most (or "long: reason" above it)`;
      findings.push({ path, line: firstLine, rule: 'sizes', message });
    }
  }
  return findings;
};

function commentAbove(lines: string[], firstLine: number): string[] {
  const comment: string[] = [];
  for (let at = firstLine - 2; at >= 0 && /^\s*(\/\/|\/\*|\*)/.test(lines[at] ?? ''); at--) {
    comment.push(lines[at] ?? '');
  }
  return comment;
}

function hasReason(line: string): boolean {
  return /^\s*(\/\/|\/\*+|\*|--|#|<!--).*\blong: *\S/.test(line);
}

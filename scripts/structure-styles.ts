import type { Finding, Rule, Tree } from './structure-source.ts';

const SIDE = /\b(left|right)\b/;
const PHYSICAL_PROPERTY =
  /(?:^|[;{\s])((?:(?:scroll-)?margin|(?:scroll-)?padding|border)-(?:left|right)[a-z-]*|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:/;
const DIRECTED_PROPERTY = /(?:^|[;{\s])(text-align|float|clear|justify-(?:content|items|self))\s*:([^;}]*)/;
const FOUR_SIDES =
  /(?:^|[;{\s])(margin|padding|inset|border-(?:width|color|style))\s*:\s*(\S+)\s+(\S+)\s+(\S+)\s+([^\s;]+)\s*[;}]/;

/**
 * Hebrew runs from right to left, so a style may speak of start and end, never of left and right.
 * What truly is physical says `physical: reason` on its line.
 */
export const checkPhysicalDirections: Rule = (tree) => [...inStylesheets(tree), ...inComponents(tree)];

function inStylesheets({ files }: Tree): Finding[] {
  const findings: Finding[] = [];
  for (const [path, text] of files) {
    if (!path.endsWith('.css')) continue;
    const withComments = text.split('\n');
    const bare = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).split('\n');
    for (const [index, line] of bare.entries()) {
      const written = physicalIn(line);
      if (written) pushUnlessExplained(findings, path, index + 1, written, withComments);
    }
  }
  return findings;
}

function physicalIn(line: string): string | undefined {
  const property = PHYSICAL_PROPERTY.exec(line)?.[1];
  if (property) return property;
  const [, directed, value] = DIRECTED_PROPERTY.exec(line) ?? [];
  if (directed && SIDE.test(value ?? '')) return `${directed}:${value}`;
  const [, sides, , inlineEnd, , inlineStart] = FOUR_SIDES.exec(line) ?? [];
  return sides && inlineEnd !== inlineStart ? `${sides} with unequal sides` : undefined;
}

function inComponents({ files, modules }: Tree): Finding[] {
  const findings: Finding[] = [];
  for (const { path, physicalStyles } of modules.values()) {
    if (!path.startsWith('web/')) continue;
    const lines = (files.get(path) ?? '').split('\n');
    for (const { line, written } of physicalStyles) pushUnlessExplained(findings, path, line, written, lines);
  }
  return findings;
}

function pushUnlessExplained(
  findings: Finding[],
  path: string,
  line: number,
  written: string,
  lines: string[],
): void {
  if (/\bphysical: *\S/.test(lines[line - 1] ?? '')) return;
  const message = `"${written}" is physical; use the logical one (inline-start/-end, ms me ps pe)`;
  findings.push({ path, line, rule: 'directions', message });
}

import { checkCycles } from './structure-cycles.ts';
import { checkDirections } from './structure-directions.ts';
import { checkTranslations } from './structure-i18n.ts';
import { checkBarrels, checkNames } from './structure-names.ts';
import { checkSizes } from './structure-sizes.ts';
import { type Finding, type Rule, readTree } from './structure-source.ts';
import { checkPhysicalDirections } from './structure-styles.ts';
import { checkEnvironment, checkWords } from './structure-words.ts';

const RULES: Rule[] = [
  checkDirections,
  checkCycles,
  checkBarrels,
  checkNames,
  checkEnvironment,
  checkSizes,
  checkPhysicalDirections,
  checkTranslations,
  checkWords,
];

/**
 * Everything the design asks of the tree that no ready-made linter can express.
 * `files` maps each path, written with `/` and relative to the repository, to its text.
 */
export function checkStructure(files: ReadonlyMap<string, string>): Finding[] {
  const tree = readTree(files);
  return RULES.flatMap((rule) => rule(tree)).sort(
    (a, b) => a.path.localeCompare(b.path) || a.line - b.line || a.rule.localeCompare(b.rule),
  );
}

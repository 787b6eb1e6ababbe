import { FEATURES, featureOf, placeOf, sideOf, TABLE, type Target } from './structure-layers.ts';
import type { Finding, Import, Module, Rule } from './structure-source.ts';

/** Who may import whom: the table of structure-layers.ts, applied. */
export const checkDirections: Rule = ({ files, modules }) => {
  const findings: Finding[] = [...checkFeatureNames(files.keys())];
  for (const module of modules.values()) {
    for (const each of module.imports) {
      const message = each.target
        ? judgeFile(module, each.target, each.typeOnly)
        : judgePackage(module, each);
      if (message) findings.push({ path: module.path, line: each.line, rule: 'imports', message });
    }
  }
  return findings;
};

function judgeFile({ path }: Module, target: string, typeOnly: boolean): string | undefined {
  const sides = new Set([sideOf(path), sideOf(target)].filter(Boolean));
  const free = placeOf(path) === 'tests';
  if (sides.size === 2) return `${target}: browser and server share only what is in shared/`;
  if (free) return undefined;
  if (placeOf(target) === 'tests' && /\.(ts|tsx)$/.test(target)) {
    return `${target}: what is delivered never imports tests or tools`;
  }
  const from = placeOf(path);
  if (from === 'tests') return undefined;
  const names = namesOf(path, target);
  const { may, mayTypes = [] } = TABLE[from];
  const open = typeOnly ? [...may, ...mayTypes] : may;
  if (open.some((each) => names.includes(each))) return undefined;
  return `${target}: ${names[0]} is not open to ${from}, which may import ${open.join(', ')}`;
}

/** All the words of the table that fit the target, seen from the importing file. */
function namesOf(path: string, target: string): Target[] {
  const place = placeOf(target);
  const [mine, theirs] = [featureOf(path), featureOf(target)];
  if (theirs && mine === theirs) return [`own ${place}`, place];
  const lower = FEATURES.indexOf(theirs ?? '') < FEATURES.indexOf(mine ?? '');
  return place === 'service' && mine && theirs && lower ? ['lower service', place] : [place];
}

function judgePackage({ path }: Module, { specifier, typeOnly }: Import): string | undefined {
  const from = placeOf(path);
  if (from === 'tests' || specifier.startsWith('.')) return undefined;
  const { only, never, typesOnly } = TABLE[from].packages ?? {};
  if (only && !only.test(specifier))
    return `${specifier}: of packages, ${from} may import only ${only.source}`;
  if (never?.test(specifier)) return `${specifier} is not open to ${from}`;
  if (typesOnly?.test(specifier) && !typeOnly) return `${specifier}: ${from} may import only its types`;
  return undefined;
}

function checkFeatureNames(paths: Iterable<string>): Finding[] {
  const unknown = new Map<string, Finding>();
  for (const path of paths) {
    const feature = /^server\//.test(path) ? featureOf(path) : undefined;
    if (!feature || FEATURES.includes(feature)) continue;
    const message = `feature "${feature}" has no place in the order; give it one in scripts/structure-layers.ts`;
    unknown.set(feature, { path, line: 1, rule: 'features', message });
  }
  return [...unknown.values()];
}

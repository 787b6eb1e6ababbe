import type { Finding, Module, Rule } from './structure-source.ts';

/** No file reaches itself by following imports. Type imports count: a cycle of types is a design that turns. */
export const checkCycles: Rule = ({ modules }) => {
  const findings: Finding[] = [];
  const reported = new Set<string>();
  for (const module of modules.values()) {
    if (reported.has(module.path)) continue;
    const cycle = shortestCycle(module.path, modules);
    if (!cycle) continue;
    for (const path of cycle) reported.add(path);
    const line = module.imports.find(({ target }) => target === cycle[1])?.line ?? 1;
    findings.push({ path: module.path, line, rule: 'cycles', message: [...cycle].join(' → ') });
  }
  return findings;
};

/** Breadth first, so what is shown is the shortest way round. */
function shortestCycle(start: string, modules: ReadonlyMap<string, Module>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const { target } of modules.get(path)?.imports ?? []) {
      if (target === start) return [...wayTo(path, start, cameFrom), start];
      if (target === undefined || cameFrom.has(target) || !modules.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  }
  return undefined;
}

function wayTo(path: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [path];
  for (let at = path; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}

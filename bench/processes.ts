import { readdirSync, readFileSync } from 'node:fs';

/** One running program, as Linux tells it. */
export interface ProcessFound {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Processor time of it and of those of its children that have ended, in ticks. */
  readonly ticks: number;
}

/** Reads a line of /proc/<pid>/stat (proc_pid_stat(5)); the name may hold spaces and brackets. */
export function processIn(stat: string): ProcessFound {
  const [start, end] = [stat.indexOf('('), stat.lastIndexOf(')')];
  const fields = stat.slice(end + 2).split(' ');
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  return {
    pid: Number(stat.slice(0, start)),
    parent: Number(fields[1]),
    name: stat.slice(start + 1, end),
    ticks: (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0),
  };
}

/** The process and all that descend from it. */
export function treeOf(root: number, all: readonly ProcessFound[]): ProcessFound[] {
  const children = Map.groupBy(all, ({ parent }) => parent);
  const found: ProcessFound[] = all.filter(({ pid }) => pid === root);
  for (const each of found) found.push(...(children.get(each.pid) ?? []));
  return found;
}

/** All processes; none where there is no /proc. */
export function runningProcesses(): ProcessFound[] {
  return namesIn('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? textOf(`/proc/${name}/stat`) : '';
    return stat === '' ? [] : [processIn(stat)];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** '' for what is not there, or not any more. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

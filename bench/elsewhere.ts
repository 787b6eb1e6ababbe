import { runningProcesses, textOf, treeOf } from './processes.ts';

/** Processor time since the machine started, in ticks: of all programs, and of this one with those that it has started. */
export interface Ticks {
  readonly total: number;
  readonly busy: number;
  readonly own: number;
}

export function readTicks(): Ticks {
  const own = treeOf(process.pid, runningProcesses()).reduce((sum, { ticks }) => sum + ticks, 0);
  return { ...ticksIn(textOf('/proc/stat')), own };
}

/** The first line of /proc/stat. Interrupts are no program's time, and largely our own network traffic. */
export function ticksIn(stat: string): Omit<Ticks, 'own'> {
  const given = (/^cpu +(.*)$/m.exec(stat)?.[1] ?? '').split(' ').map(Number);
  const [user = 0, nice = 0, system = 0, , , , , steal = 0] = given;
  return {
    total: given.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0),
    busy: user + nice + system + steal,
  };
}

/** The share of the machine's processors (0…1) that other programs took between two looks; 0 where it can't be known. */
export function shareElsewhere(before: Ticks, after: Ticks): number {
  const total = after.total - before.total;
  const others = after.busy - before.busy - (after.own - before.own);
  return total > 0 ? Math.max(0, others / total) : 0;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from '../server/testing/app-process.ts';
import { type Goal, table } from './figures.ts';
import { interruption } from './interruption.ts';
import { runningProcesses, textOf, treeOf } from './processes.ts';

/** Idle connections are closed after ten seconds, the thread that reads mail ends after thirty. */
const restSeconds = 40;
const mostMegabytes = 250;

export interface Memory {
  readonly rssMegabytes: number;
  readonly pssMegabytes: number;
}

/** Reads /proc/<pid>/smaps_rollup: what a process has in memory, and the same with shared pages divided among those that share them. */
export function memoryIn(rollup: string): Memory {
  const megabytes = (key: string) =>
    Number(new RegExp(`^${key}: +(\\d+) kB$`, 'm').exec(rollup)?.[1] ?? 0) / 1024;
  return { rssMegabytes: megabytes('Rss'), pssMegabytes: megabytes('Pss') };
}

/** What everything takes at rest: the app, and the PostgreSQL that it runs. */
export async function benchMemory(app: AppProcess, when: string): Promise<Goal[]> {
  await sleep(restSeconds * 1000, undefined, { signal: interruption });
  const found = treeOf(app.pid, runningProcesses()).map(({ pid }) => ({
    name: pid === app.pid ? 'the app (Node)' : nameOf(textOf(`/proc/${pid}/cmdline`)),
    ...memoryIn(textOf(`/proc/${pid}/smaps_rollup`)),
  }));
  const [own, ...database] = found;
  if (!own || own.rssMegabytes === 0) {
    process.stdout.write('\nMemory is measured on Linux only.\n');
    return [];
  }
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  // Other programs on Node, as the bench itself, share the app's pages of Node and would make its part look smaller.
  const total = own.rssMegabytes + sum(database.map(({ pssMegabytes }) => pssMegabytes));
  const rows = found.map(({ name, rssMegabytes, pssMegabytes }) => [
    name,
    rssMegabytes.toFixed(1),
    pssMegabytes.toFixed(1),
  ]);
  const head = [`memory ${when}`, 'RSS MB', 'PSS MB'];
  const totals = ['all, Node counted in full', '', total.toFixed(1)];
  process.stdout.write(`\n${table([head, ...rows, totals])}\n`);
  return [{ what: `memory of everything ${when}, MB`, value: total, atMost: mostMegabytes }];
}

function nameOf(commandLine: string): string {
  const words = commandLine.replaceAll('\0', ' ').trim();
  return words.startsWith('postgres:') ? words : 'postgres';
}

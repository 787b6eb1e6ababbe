import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTicks, shareElsewhere } from './elsewhere.ts';
import { bound, interruption } from './interruption.ts';

export interface LoadJob {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly token?: string;
  readonly body: string;
  /** When given, each request has a phone of its own, counted from here. */
  readonly phonesFrom?: number;
  /** Gets the id of each 201 answer, a line each. */
  readonly acknowledgedFile: string;
}

export interface LoadOutcome {
  /** 201 answers. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than 201. */
  readonly refused: number;
  readonly errors: number;
}

export interface Measured extends LoadOutcome {
  /** The share of the processors that programs outside the bench took meanwhile. */
  readonly elsewhere: number;
}

/** What a program of this folder prints, run in a process of its own. */
export async function outputOf(file: string, parameters: readonly string[]): Promise<string> {
  interruption.throwIfAborted();
  const program = join(import.meta.dirname, file);
  const child = bound(
    spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const [code] = await once(child, 'close');
  interruption.throwIfAborted();
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return text;
}

/** Keeps `connections` keep-alive connections busy for `seconds`. */
export async function runLoad(job: LoadJob): Promise<Measured> {
  const before = readTicks();
  const outcome = JSON.parse(await outputOf('load-process.ts', [JSON.stringify(job)])) as LoadOutcome;
  if (outcome.refused + outcome.errors > 0) {
    throw new Error(`${outcome.refused} requests were refused and ${outcome.errors} failed at ${job.url}`);
  }
  return { ...outcome, elsewhere: shareElsewhere(before, readTicks()) };
}

/** The ids that were promised in the files of a folder. */
export async function acknowledgedIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => (text === '' ? [] : text.split('\n')));
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { surroundings } from './app-process.ts';

const program = join(import.meta.dirname, '../../cli/pniya.ts');

export interface CliAnswer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON: it must be nothing else. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json(): any;
}

export type Pniya = (...args: string[]) => Promise<CliAnswer>;

/** The `pniya` command as a process of its own under these settings; `input` is its standard input. */
export function pniyaWith(settings: Readonly<Record<string, string>>, input = ''): Pniya {
  return async (...args) => {
    const env = { ...surroundings(), ...settings };
    const child = spawn(process.execPath, [program, ...args], { env });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    // A command that ends without reading closes its end first.
    child.stdin.on('error', () => undefined).end(input);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said, json: () => JSON.parse(said.out) };
  };
}

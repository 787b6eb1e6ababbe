import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bound } from './interruption.ts';

export interface ServerProcess {
  readonly url: string;
  end(): Promise<void>;
}

/** Starts one of the servers that Pniya is compared with, in a process of its own; it prints its port when it serves. */
export async function startServer(file: string, parameters: readonly string[] = []): Promise<ServerProcess> {
  const program = join(import.meta.dirname, file);
  const child = bound(
    spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file} ended`);
  });
  ended.catch(() => undefined);
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  return {
    url: `http://127.0.0.1:${Number(String(line))}/`,
    async end() {
      child.kill('SIGTERM');
      await ended.catch(() => undefined);
    },
  };
}

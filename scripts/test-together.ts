import { after, describe } from 'node:test';
import { pathToFileURL } from 'node:url';
import { keepShared } from '../server/testing/shared.ts';

/**
 * Runs test files one after another in this process: its modules are loaded once, and what the files start alike is started
 * once. Each file is a suite of its own, with its own `before` and `after`.
 */
export function runTogether(root: string, files: readonly string[]): void {
  const endShared = keepShared();
  let isOver = false;
  for (const file of files)
    describe(file, async () => {
      await import(pathToFileURL(`${root}/${file}`).href);
    });
  after(async () => {
    isOver = true;
    await endShared();
  });
  // Who ends the process ends the files that follow, which nobody would miss.
  process.on('exit', () => {
    if (!isOver) process.exitCode = 1;
  });
}

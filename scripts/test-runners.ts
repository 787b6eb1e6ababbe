import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A test file that hangs is ended after this long. */
const fileTimeoutMs = 300_000;

/** Runs test files with node:test, each in a process of its own, and prints what happened as it happens. */
export async function runNodeTests(files: string[], concurrency: number): Promise<Tally> {
  let tally: Tally = { passed: 0, failed: 1, skipped: 0 };
  const tests = run({ files, concurrency, timeout: fileTimeoutMs });
  tests.on('test:summary', ({ file, counts, success }) => {
    // Each file has a summary too; the one of all files has no name.
    if (file !== undefined) return;
    const failed = counts.tests - counts.passed - counts.skipped - counts.todo;
    tally = {
      passed: counts.passed,
      failed: success ? failed : Math.max(1, failed),
      skipped: counts.skipped + counts.todo,
    };
  });
  const lines = tests.compose(new spec());
  lines.pipe(process.stdout, { end: false });
  await once(lines, 'end');
  return tally;
}

/** Runs the browser's unit tests with Vitest. */
export async function runWebTests(root: string, files: string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'pniya-vitest-'));
  const report = join(folder, 'report.json');
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...[
        '--config',
        'web/vite.config.ts',
        '--reporter=default',
        '--reporter=json',
        `--outputFile=${report}`,
      ],
      ...files,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = await once(child, 'close');
  try {
    const counts: Record<string, number> = JSON.parse(readFileSync(report, 'utf8'));
    const failed = counts.numFailedTests ?? 0;
    return {
      passed: counts.numPassedTests ?? 0,
      // A file that does not load has no failed test, and is a failure all the same.
      failed: code === 0 ? failed : Math.max(1, failed),
      skipped: (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

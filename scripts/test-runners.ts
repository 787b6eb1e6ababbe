import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A process that hangs is ended after this long. */
const processTimeoutMs = 600_000;
const together = new URL('test-together.ts', import.meta.url).href;

/** Runs test files with node:test, some of them together in a process, and prints what happened. */
export async function runNodeTests(
  root: string,
  processes: readonly (readonly string[])[],
  concurrency: number,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'pniya-together-'));
  try {
    const files = processes.map((some, at) => entryOf(root, some, join(folder, `${at + 1}.test.mjs`)));
    return await tallied(run({ files, concurrency, timeout: processTimeoutMs }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a process begins with: node:test knows files only. */
function entryOf(root: string, files: readonly string[], place: string): string {
  if (files.length === 1) return join(root, files[0] ?? '');
  writeFileSync(
    place,
    `import { runTogether } from '${together}';\nrunTogether(${JSON.stringify(root)}, ${JSON.stringify(files)});\n`,
  );
  return place;
}

async function tallied(tests: ReturnType<typeof run>): Promise<Tally> {
  let tally: Tally = { passed: 0, failed: 1, skipped: 0 };
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
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // It runs beside the others: said at its end, it is read in one piece.
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = await once(child, 'close');
  process.stdout.write(said);
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

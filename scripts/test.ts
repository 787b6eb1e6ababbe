import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestServer } from '../server/testing/test-postgres.ts';
import { processesFor } from './test-processes.ts';
import { runNodeTests, runWebTests, type Tally } from './test-runners.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const codeFolders = ['server', 'shared', 'cli', 'scripts', 'bench'];
/** One more than most machines have cores: there is always one that waits. */
const atOnce = 3;

/** `npm test` runs everything; `npm test -- path …` only the test files at or below these paths. */
async function main(paths: string[]): Promise<void> {
  const code = testFilesIn(codeFolders, paths);
  const web = testFilesIn(['web'], paths);
  const journeys = testFilesIn(['e2e'], paths);
  const fruitless = paths.filter((path) => ![...code, ...web, ...journeys].some((file) => isAt(file, path)));
  if (fruitless.length > 0) {
    process.stderr.write(`There are no tests at ${fruitless.join(', ')}.\n`);
    process.exitCode = 1;
    return;
  }
  forgetSettings();
  // One PostgreSQL for all test files; each takes databases of its own from it.
  const database = code.length + journeys.length > 0 ? await startTestServer() : null;
  if (database) process.env.PNIYA_TEST_POSTGRES = database.socketFolder;
  if (journeys.length > 0) await (await import('../e2e/chromium.ts')).unpackChromium();
  process.once('SIGINT', () => process.exit(130));
  const runs: Promise<Tally>[] = [];
  if (database) runs.push(runNodeTests(root, processesFor([...journeys, ...code]), atOnce));
  if (web.length > 0) runs.push(runWebTests(root, web));
  const tallies = await Promise.all(runs);
  await database?.stop();
  report(tallies);
}

function report(tallies: readonly Tally[]): void {
  const sum = (name: keyof Tally) => tallies.reduce((total, tally) => total + tally[name], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

// What somebody set for their own Pniya must not change what the tests find.
function forgetSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('PNIYA_') || name === 'DATABASE_URL') delete process.env[name];
  }
}

function testFilesIn(folders: readonly string[], paths: readonly string[]): string[] {
  const there = folders.filter((folder) => existsSync(join(root, folder)));
  const all = there.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort(),
  );
  return paths.length === 0 ? all : all.filter((file) => paths.some((path) => isAt(file, path)));
}

function isAt(file: string, path: string): boolean {
  const wanted = resolve(root, path);
  return join(root, file) === wanted || join(root, file).startsWith(wanted + sep);
}

await main(process.argv.slice(2));

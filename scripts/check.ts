import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkStructure } from './structure.ts';

type Outcome = { name: string; passed: boolean; output: string; seconds: number };

const root = fileURLToPath(new URL('..', import.meta.url));

const BIOME = '@biomejs/biome/bin/biome';

/** Folders that are made, not written. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.tmp']);
const READ = /\.(ts|tsx|mts|js|jsx|mjs|css|sql|html|md|json|ya?ml|sh)$|^\.ci\//;

/** `check` judges the tree and exits 1 when anything is wrong; `check --fix` formats what can be formatted first. */
async function main(fix: boolean): Promise<void> {
  // Formatting changes files under the feet of the others, so it goes first and alone.
  // Twice, since a chain of calls may only find its final shape once its arguments have been broken up.
  for (let pass = 0; fix && pass < 2; pass++) {
    await runTool('format', BIOME, ['check', '--write', '--max-diagnostics=1']);
  }

  const outcomes = await Promise.all([
    runTool('format', BIOME, ['check', '--linter-enabled=false', '--reporter=summary']),
    runTool('lint', BIOME, ['lint', '--error-on-warnings', '--max-diagnostics=100']),
    runTool('types of server', 'typescript/bin/tsc', ['-p', '.']),
    runTool('types of web', 'typescript/bin/tsc', ['-p', 'web']),
    runTool('types of e2e', 'typescript/bin/tsc', ['-p', 'e2e']),
    runTool('promises', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
    runStructure(),
  ]);
  report(outcomes);
  process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1;
}

function runTool(name: string, script: string, parameters: string[]): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...parameters], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    const finish = (passed: boolean): void =>
      resolve({ name, passed, output, seconds: (performance.now() - startedAt) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

async function runStructure(): Promise<Outcome> {
  const startedAt = performance.now();
  const findings = checkStructure(readFiles(root));
  const output = findings
    .map(({ path, line, rule, message }) => `${path}:${line}  ${rule}  ${message}\n`)
    .join('');
  return {
    name: 'structure',
    passed: findings.length === 0,
    output,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Every file by path; the text only of what the rules read, since the rest may be large or binary. */
function readFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = join(folder, entry.name);
    const path = relative(root, full).split(sep).join('/');
    // The run-time folder, which is nobody's source.
    if (SKIPPED.has(entry.name) || path === 'data' || path === 'package-lock.json') continue;
    if (entry.isDirectory()) for (const [inner, text] of readFiles(full)) files.set(inner, text);
    else if (entry.isFile()) files.set(path, READ.test(path) ? readFileSync(full, 'utf8') : '');
  }
  return files;
}

function report(outcomes: Outcome[]): void {
  for (const { name, passed, output } of outcomes) {
    if (!passed) console.log(`\n── ${name}\n${output.trim()}`);
  }
  if (outcomes.some(({ name, passed }) => name === 'format' && !passed)) {
    console.log('\nThe format is put right by: npm run check -- --fix');
  }
  console.log();
  for (const { name, passed, seconds } of outcomes) {
    console.log(`${passed ? '✔' : '✖'} ${name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s`);
  }
}

await main(process.argv.includes('--fix'));

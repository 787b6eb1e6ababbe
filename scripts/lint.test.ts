import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A folder with our own settings, since the linters only judge what lies on disk. */
function inFolder<T>(files: Record<string, string>, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pniya-lint-'));
  try {
    for (const name of ['.oxlintrc.json', 'biome.json', 'package.json']) {
      cpSync(join(root, name), join(folder, name));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(folder: string, script: string, parameters: string[]): { code: number | null; output: string } {
  const arguments_ = [join(root, 'node_modules', script), ...parameters];
  const { status, stdout, stderr } = spawnSync(process.execPath, arguments_, {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

function lint(path: string, text: string): { code: number | null; output: string } {
  return inFolder({ [path]: text }, (folder) =>
    run(folder, '@biomejs/biome/bin/biome', ['lint', '--error-on-warnings', path]),
  );
}

describe('the linter refuses', () => {
  const nested =
    'if (a) { for (const b of a) { if (b) { while (b) { if ((b && a) || b) f(); else f(b); } } } }';
  const refused: [rule: string, path: string, text: string][] = [
    ['noExplicitAny', 'server/a.ts', 'export const a: any = 1;'],
    ['noTsIgnore', 'server/a.ts', '// @ts-ignore because\nexport const a: string = 1;'],
    ['noEnum', 'server/a.ts', 'export enum A { B }'],
    ['noNamespace', 'server/a.ts', 'export namespace A { export const b = 1; }'],
    ['noParameterProperties', 'server/a.ts', 'export class A { constructor(readonly b: string) {} }'],
    ['noBarrelFile', 'server/a.ts', "export { a } from './b.ts';"],
    ['noReExportAll', 'server/a.ts', "export * from './b.ts';"],
    ['useImportType', 'server/a.ts', "import { A } from './b.ts';\nexport const a: A = 1;"],
    ['noUnusedImports', 'server/a.ts', "import { A } from './b.ts';"],
    ['noUnusedVariables', 'server/a.ts', 'const a = 1;'],
    ['noConsole', 'server/a.ts', 'console.log(1);'],
    ['noFocusedTests', 'server/a.test.ts', `it.on${''}ly('a', () => {});`],
    ['noExcessiveCognitiveComplexity', 'server/a.ts', `export function g(a, f) { ${nested} }`],
    ['useHookAtTopLevel', 'web/a.tsx', 'export function A(p) { if (p.a) useState(1); return null; }'],
  ];
  for (const [rule, path, text] of refused) {
    test(rule, () => {
      const { code, output } = lint(path, text);
      assert.match(output, new RegExp(`lint/\\w+/${rule}\\b`));
      assert.equal(code, 1);
    });
  }
  test('but the command line may print', () => {
    for (const path of ['cli/a.ts', 'scripts/a.ts', 'bench/a.ts', 'launch.js']) {
      assert.equal(lint(path, 'console.log(1);').code, 0);
    }
  });
});

function lintPromises(text: string): { code: number | null; output: string } {
  const settings = { extends: join(root, 'tsconfig.json'), include: ['*.ts'] };
  return inFolder({ 'tsconfig.json': JSON.stringify(settings), 'a.ts': text }, (folder) =>
    run(folder, 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
  );
}

describe('promises', () => {
  const head = 'export async function f(): Promise<boolean> { return true; }\n';
  const refused: [rule: string, text: string][] = [
    ['no-floating-promises', 'f();'],
    ['no-misused-promises', '[1].forEach(async () => { await f(); });'],
    ['no-misused-promises', 'if (f()) throw new Error();'],
    ['await-thenable', 'await 3;'],
  ];
  for (const [rule, text] of refused) {
    test(`${rule}: ${text}`, () => {
      const { code, output } = lintPromises(head + text);
      assert.equal(code, 1);
      assert.match(output, new RegExp(rule));
    });
  }
  test('what is awaited, and a test that the runner awaits, pass', () => {
    const { code, output } = lintPromises(
      `${head}import { test } from 'node:test';\nawait f();\ntest('a', async () => {});`,
    );
    assert.equal(code, 0, output);
  });
});

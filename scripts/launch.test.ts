import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pniya launch '));
  copyFileSync(join(import.meta.dirname, '..', 'launch.js'), join(folder, 'launch.js'));
  put('package.json', '{"type":"module"}');
  put('package-lock.json', lockOf('1.0.0'));
  put('node_modules/.package-lock.json', lockOf('1.0.0'));
  put('scripts/check.ts', 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;');
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function lockOf(version: string): string {
  const packages = {
    'node_modules/one': { version },
    'node_modules/other-system': { version, optional: true },
  };
  return JSON.stringify({ packages: { '': {}, ...packages } });
}

function launch(
  args: string[],
  env: Record<string, string> = {},
): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [join(folder, 'launch.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

test('hands over with the arguments, and gives back the exit code', () => {
  const first = launch(['check', 'a b', '--c']);
  assert.deepEqual(first, { code: 7, out: '["a b","--c"]\n', err: '' });
  assert.ok(existsSync(join(folder, 'node_modules', '.pniya-lock')));
  assert.deepEqual(launch(['check']), { code: 7, out: '[]\n', err: '' });
});

test('an unknown task is refused with the list of tasks', () => {
  const { code, err } = launch(['constructor']);
  assert.equal(code, 1);
  assert.match(err, /^There is no task "constructor"; there are start, build, dev, test, /);
});

test('a changed lockfile is installed first; where that fails, one sentence says why', () => {
  launch(['check']);
  put('package-lock.json', lockOf('2.0.0'));
  put('npm.cjs', `console.error('npm error code ECONNREFUSED\\nnpm error much more'); process.exit(1);`);
  const failed = launch(['check'], { npm_execpath: join(folder, 'npm.cjs') });
  assert.equal(failed.code, 1);
  assert.equal(failed.out, '');
  assert.match(
    failed.err,
    /^Installing .*\nThe packages could not be installed: the npm registry can't be reached \(ECONNREFUSED\).*\n$/,
  );

  put('npm.cjs', 'console.error(process.argv.slice(2, 4).join()); process.exit(9);');
  const unclear = launch(['check'], { npm_execpath: join(folder, 'npm.cjs') });
  assert.match(unclear.err, /\nci,--include=dev\n.*: the reason is above \(npm ci ended with 9\)\.\n$/);

  put('npm.cjs', 'console.log("chatter");');
  const passed = launch(['check'], { npm_execpath: join(folder, 'npm.cjs') });
  assert.deepEqual(passed, { code: 7, out: '[]\n', err: 'Installing what package-lock.json says …\n' });
});

test('the web app is built when its sources changed, not otherwise', () => {
  put('server/main.ts', '');
  put('web/page.ts', '1');
  put('shared/one.ts', '1');
  put(
    'node_modules/vite/bin/vite.js',
    `import { mkdirSync, writeFileSync } from 'node:fs';
     mkdirSync('dist/web', { recursive: true });
     writeFileSync('dist/web/index.html', '');`,
  );
  const built = { code: 0, out: '', err: 'Building the web app …\n' };
  assert.deepEqual(launch(['start']), built);
  assert.deepEqual(launch(['start']), { ...built, err: '' });
  put('shared/one.ts', '2');
  assert.deepEqual(launch(['start']), built);
  put('shared/one.test.ts', 'a test changes nothing');
  assert.deepEqual(launch(['start']), { ...built, err: '' });

  put('node_modules/vite/bin/vite.js', 'console.error("no such page"); process.exit(1);');
  put('web/page.ts', '2');
  const failed = launch(['start']);
  assert.equal(failed.code, 1);
  assert.match(failed.err, /no such page\nThe web app could not be built: the reason is above\.\n$/);
});

test('a tool that does not end when it is told to is ended', async () => {
  put('package-lock.json', lockOf('2.0.0'));
  put(
    'npm.mjs',
    `import { writeFileSync } from 'node:fs';
     process.on('SIGTERM', () => undefined); writeFileSync('begun', ''); setTimeout(() => undefined, 20_000);`,
  );
  const env = { PATH: process.env.PATH, npm_execpath: join(folder, 'npm.mjs') };
  const child = spawn(process.execPath, [join(folder, 'launch.js'), 'check'], { env });
  while (!existsSync(join(folder, 'begun'))) await sleep(20);
  const since = Date.now();
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 143);
  assert.ok(Date.now() - since < 10_000);
});

test('what runs, or installs, ends with the shell that npm started it in', async () => {
  const stays = `import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => { writeFileSync('ended', ''); process.exit(); });
    writeFileSync('begun', ''); setTimeout(() => undefined, 20_000);`;
  const until = async (name: string) => {
    for (const end = Date.now() + 15_000; !existsSync(join(folder, name)); await sleep(20))
      assert.ok(Date.now() < end, `never ${name}`);
    rmSync(join(folder, name));
  };
  const env = { PATH: process.env.PATH, npm_lifecycle_event: 'check', npm_execpath: join(folder, 'npm.mjs') };
  put('scripts/check.ts', stays);
  put('npm.mjs', stays);
  for (const lock of [lockOf('1.0.0'), lockOf('2.0.0')]) {
    put('package-lock.json', lock);
    const shell = spawn('sh', ['-c', `"${process.execPath}" launch.js check; true`], { cwd: folder, env });
    await until('begun');
    shell.kill('SIGTERM');
    await until('ended');
  }
});

test('a Node that is too old is left for the one that npm brought, wherever npm has linked it', () => {
  const launcher = readFileSync(join(folder, 'launch.js'), 'utf8');
  put('launch.js', launcher.replace('const neededNode = 24;', 'const neededNode = 1000;'));
  const refused = launch(['check']);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /^Pniya needs Node 1000 or newer; this is Node \d+\.\d+\.\d+: install it from \S+\.\n$/,
  );
  const brought = join('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  put(
    brought,
    '#!/bin/sh\nif [ "$1" = --version ]; then echo v1000.1.0; else shift; echo "brought: $*"; fi\n',
  );
  chmodSync(join(folder, brought), 0o755);
  assert.deepEqual(launch(['check', 'a']), { code: 0, out: 'brought: a\n', err: '' });
});

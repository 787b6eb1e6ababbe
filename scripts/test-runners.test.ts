import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Tally } from './test-runners.ts';

const folder = mkdtempSync(join(tmpdir(), 'pniya runners '));
after(() => rmSync(folder, { recursive: true }));

const good = `import { after, before, test } from 'node:test';
  let told = 0; before(() => { told += 1; }); after(() => { told += 1; });
  test('begun once', () => { if (told !== 1) throw new Error(String(told)); });`;
const files = {
  'good.test.ts': good,
  'again.test.ts': good,
  'fails.test.ts': `import { test } from 'node:test'; test('no', () => { throw new Error('no'); });`,
  'unreadable.test.ts': `import './nowhere.ts';`,
  'ends.test.ts': `import { test } from 'node:test'; test('ends', () => process.exit(0));`,
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

/** In a process of its own: a test runs no tests. */
function tallyOf(...processes: (keyof typeof files)[][]): Tally {
  const runners = new URL('test-runners.ts', import.meta.url).href;
  const asked = [folder, processes, 2].map((one) => JSON.stringify(one)).join();
  const script = join(folder, 'tally.mjs');
  const text = `import { runNodeTests } from '${runners}';
    console.error(JSON.stringify(await runNodeTests(${asked})));`;
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  writeFileSync(script, text);
  const env = { PATH, NODE_COMPILE_CACHE };
  const { stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
  return JSON.parse(stderr);
}

test('files that share a process each begin and end by themselves', () => {
  const tally = tallyOf(['good.test.ts', 'again.test.ts'], ['good.test.ts']);
  assert.deepEqual(tally, { passed: 3, failed: 0, skipped: 0 });
});

test('one that fails, can’t be loaded, or ends the process of others is a failure', () => {
  assert.equal(tallyOf(['fails.test.ts', 'good.test.ts'], ['good.test.ts']).failed, 1);
  assert.equal(tallyOf(['unreadable.test.ts', 'good.test.ts'], ['good.test.ts']).failed, 1);
  assert.equal(tallyOf(['good.test.ts', 'ends.test.ts'], ['good.test.ts']).failed, 1);
});

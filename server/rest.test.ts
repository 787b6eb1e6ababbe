import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveMemoryBack } from './rest.ts';

const megabytes = () => process.memoryUsage().heapTotal / 1024 / 1024;

test('what a busy moment took is given back at rest', async () => {
  let held: object[] | null = Array.from({ length: 500_000 }, (_, index) => ({ index, text: `${index}` }));
  const busy = megabytes();
  assert.equal(held.length, 500_000);
  held = null;
  const end = giveMemoryBack(200);
  for (let look = 0; look < 50 && megabytes() > busy - 30; look += 1) await sleep(100);
  end();
  assert.ok(megabytes() <= busy - 30, `${busy} MB while busy, ${megabytes()} MB at rest`);
});

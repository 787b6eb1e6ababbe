import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Taking } from './taking.service.ts';

function held(taking: Taking, many: number): (() => void)[] {
  return Array.from({ length: many }, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    void taking.during(() => promise);
    return resolve;
  });
}

const isSettled = (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), sleep(20).then(() => false)]);

test('reading waits for a burst, not for a few', async () => {
  const taking = new Taking();
  const first = held(taking, 3);
  assert.equal(await isSettled(taking.isOver(10_000)), true);
  const [fourth] = held(taking, 1);
  const waiting = taking.isOver(10_000);
  assert.equal(await isSettled(waiting), false);
  fourth?.();
  assert.equal(await isSettled(waiting), true);
  for (const end of first) end();
});

test('a flood is waited for no longer than the limit; a failed taking counts no more', async () => {
  const taking = new Taking();
  await assert.rejects(taking.during(() => Promise.reject(new Error('gone'))));
  const ends = held(taking, 4);
  const began = performance.now();
  await taking.isOver(100);
  const waited = performance.now() - began;
  assert.ok(waited >= 90, `${waited} ms`);
  for (const end of ends) end();
  await taking.isOver(10_000);
});

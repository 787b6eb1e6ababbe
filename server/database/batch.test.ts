import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchKind, BatchWriter } from './batch.ts';

/** Doubles numbers; 13 fails whatever batch it is in. */
function doubling(bytesOf?: (item: number) => number) {
  const batches: number[][] = [];
  const kind: BatchKind<number, number> = {
    name: 'doubling',
    ...(bytesOf && { bytesOf }),
    async run(items) {
      batches.push([...items]);
      await sleep(5);
      if (items.includes(13)) throw new Error('unlucky');
      return items.map((item) => item * 2);
    },
  };
  return { kind, batches };
}

const numbers = (many: number) => Array.from({ length: many }, (_, index) => index);

test('what waits together travels together, and each gets its own answer', async () => {
  const writer = new BatchWriter({ largestBatch: 16 });
  const { kind, batches } = doubling();
  const answers = await Promise.all(numbers(12).map((item) => writer.write(kind, item)));
  assert.deepEqual(
    answers,
    numbers(12).map((item) => item * 2),
  );
  assert.equal(batches.length, 1);
  const { kind: more, batches: large } = doubling();
  await Promise.all(numbers(13).flatMap((item) => [writer.write(more, item), writer.write(more, item)]));
  assert.deepEqual(large.flat().length, 26);
  assert.ok(large.every((batch) => batch.length <= 16));
});

test('one that fails fails alone; its neighbours are written, once each', async () => {
  const writer = new BatchWriter();
  const { kind, batches } = doubling();
  const settled = await Promise.allSettled(numbers(20).map((item) => writer.write(kind, item)));
  const failed = settled.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
  assert.deepEqual(failed, [13]);
  assert.equal(batches.length, 21, 'once together, then one by one');
  assert.equal(await writer.write(kind, 1), 2, 'and the writer goes on');
});

test('a batch that carries megabytes takes no more', async () => {
  const writer = new BatchWriter({ inFlight: 1 });
  const { kind, batches } = doubling(() => 1024 * 1024);
  await Promise.all(numbers(12).map((item) => writer.write(kind, item)));
  assert.deepEqual(
    batches.map((batch) => batch.length),
    [4, 4, 4],
  );
  const { kind: one, batches: alone } = doubling(() => 100 * 1024 * 1024);
  await Promise.all(numbers(3).map((item) => writer.write(one, item)));
  assert.equal(alone.length, 3, 'one that is larger than that travels by itself');
});

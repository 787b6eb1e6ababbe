import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectDatabase } from '../database/connect.ts';
import { silentLog } from '../log.ts';
import { freshDatabase } from '../testing/test-postgres.ts';
import { JobQueue } from './queue.ts';

const many = 12;

test('jobs that come together are all done at once, however few a queue does at a time', async () => {
  const database = await freshDatabase();
  const { db, close } = connectDatabase(database.connection, { log: silentLog });
  const rules = { expireInSeconds: 60, retryLimit: 0, lookEverySeconds: 60 };
  const sizes = [1, 4];
  const names = sizes.map((batchSize) => `by-${batchSize}`);
  const queue = new JobQueue(
    database.connection,
    sizes.map((batchSize, index) => ({ ...rules, batchSize, name: names[index] ?? '' })),
    silentLog,
  );
  try {
    await queue.start();
    for (const name of names) {
      const done: number[] = [];
      const allDone = Promise.withResolvers<void>();
      await queue.work(name, async ({ nth }: { nth: number }) => {
        done.push(nth);
        if (done.length === many) allDone.resolve();
      });
      await queue.enqueue(
        db,
        name,
        Array.from({ length: many }, (_, nth) => ({ nth })),
      );
      const tooLate = AbortSignal.timeout(20_000);
      tooLate.addEventListener('abort', () => allDone.reject(new Error(`${name}: only ${done.length}`)));
      await allDone.promise;
      assert.equal(new Set(done).size, many);
    }
  } finally {
    await queue.stop();
    await close();
    await database.drop();
  }
});

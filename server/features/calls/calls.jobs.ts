import type { Means } from '../../context.ts';
import type { JobQueue, QueueRules } from '../../jobs/queue.ts';
import { exchangeQueue } from './reconcile.service.ts';
import { runExchange } from './run.service.ts';

export const callQueues: readonly QueueRules[] = [
  { name: exchangeQueue, expireInSeconds: 3600, retryLimit: 0, batchSize: 1 },
];

type ExchangeOutside = Parameters<typeof runExchange>[2];

/** Compares the records of exchanges with our calls. */
export async function runCallJobs(queue: JobQueue, means: Means, outside: ExchangeOutside): Promise<void> {
  await queue.work(exchangeQueue, (run: { tenantId: string; id: string }) =>
    runExchange(means, run, outside),
  );
}

import type { Means } from '../../context.ts';
import type { JobQueue, QueueRules } from '../../jobs/queue.ts';
import { type Interpreters, interpretItem, interpretQueue } from './interpret.service.ts';

export const intakeQueues: readonly QueueRules[] = [
  { name: interpretQueue, expireInSeconds: 60, retryLimit: 20, batchSize: 20 },
];

/** Interprets what arrived. What the queue loses, the sweep of main.ts finds again. */
export async function runIntakeJobs(
  queue: JobQueue,
  means: Means,
  interpreters: Interpreters,
): Promise<void> {
  await queue.work(interpretQueue, (job: { tenantId: string; intakeId: string }) =>
    interpretItem(means, interpreters, job),
  );
}

import type { Means } from '../../context.ts';
import type { JobQueue, QueueRules } from '../../jobs/queue.ts';
import { type Interpreters, interpretItem, interpretQueue } from './interpret.service.ts';
import { taking } from './taking.service.ts';
import { Turns } from './turns.service.ts';

export const intakeQueues: readonly QueueRules[] = [
  { name: interpretQueue, expireInSeconds: 60, retryLimit: 20, batchSize: 20 },
];

/**
 * Interprets what arrived. What the queue loses, the sweep of main.ts finds again. Either may give an item again that still waits
 * its turn here, behind many or behind large ones: it is done once.
 */
export async function runIntakeJobs(
  queue: Pick<JobQueue, 'work'>,
  means: Means,
  interpreters: Interpreters,
): Promise<void> {
  const underWay = new Set<string>();
  const turns = new Turns();
  await queue.work(interpretQueue, async (job: { tenantId: string; intakeId: string }) => {
    if (underWay.has(job.intakeId)) return;
    underWay.add(job.intakeId);
    const turn = turns.enter(job.tenantId, job.intakeId);
    await taking.isOver();
    await interpretItem(means, interpreters, job, turn).finally(() => {
      underWay.delete(job.intakeId);
      turn.leave();
    });
  });
}

import { contextOf, type Means } from '../../context.ts';
import type { JobQueue, QueueRules } from '../../jobs/queue.ts';
import { reconcileQueue, runReconciliation } from './reconcile.service.ts';
import { outboxQueue, sendReply } from './send.service.ts';

export const emailQueues: readonly QueueRules[] = [
  { name: outboxQueue, expireInSeconds: 300, retryLimit: 5, batchSize: 4 },
  { name: reconcileQueue, expireInSeconds: 3600, retryLimit: 0, batchSize: 1 },
];

type Sender = Parameters<typeof sendReply>[1];

/** Sends what waits in the outbox, through `sender`; null: replies stay queued and say why. */
export async function runEmailJobs(queue: JobQueue, means: Means, sender: Sender): Promise<void> {
  await queue.work(outboxQueue, ({ tenantId, messageId }: { tenantId: string; messageId: string }) =>
    sendReply(contextOf(means, tenantId, { kind: 'system' }), sender, messageId),
  );
  await queue.work(reconcileQueue, (run: { tenantId: string; id: string; mailboxId: string }) =>
    runReconciliation(means, run),
  );
}

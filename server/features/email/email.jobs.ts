import { contextOf, type Means } from '../../context.ts';
import type { JobQueue, QueueRules } from '../../jobs/queue.ts';
import { reconcileQueue, runReconciliation } from './reconcile.service.ts';
import { outboxQueue, sendReply } from './send.service.ts';

export const emailQueues: readonly QueueRules[] = [
  { name: outboxQueue, expireInSeconds: 300, retryLimit: 5, batchSize: 4, lookEverySeconds: 2 },
  { name: reconcileQueue, expireInSeconds: 3600, retryLimit: 0, batchSize: 1 },
];

type Senders = Parameters<typeof sendReply>[1];

/** Sends what waits in the outbox, each mail by its mailbox's way; where there is none it stays queued and says why. */
export async function runEmailJobs(queue: JobQueue, means: Means, senders: Senders): Promise<void> {
  await queue.work(outboxQueue, ({ tenantId, messageId }: { tenantId: string; messageId: string }) =>
    sendReply(contextOf(means, tenantId, { kind: 'system' }), senders, messageId),
  );
  await queue.work(reconcileQueue, (run: { tenantId: string; id: string; mailboxId: string }) =>
    runReconciliation(means, run),
  );
}

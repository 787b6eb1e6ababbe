import { contextOf, type Means } from './context.ts';
import { requestDueExchangeRuns } from './features/calls/reconcile.service.ts';
import { endSilentCalls } from './features/calls/silent.service.ts';
import { requestDueReconciliations } from './features/email/reconcile.service.ts';
import { isDatabaseAway, resumeLostItems } from './features/intake/interpret.service.ts';
import { resumeLostDeliveries } from './features/messages/delivery.service.ts';
import { sweepUploads } from './features/messages/uploads.service.ts';
import { sweepTokens } from './features/oauth/tokens.service.ts';
import { indexPage, indexPassedOver } from './features/search/indexing.service.ts';
import { listTenants } from './features/tenants/tenants.service.ts';
import { sweepSessions } from './features/users/sessions.service.ts';
import type { QueueRules } from './jobs/queue.ts';

export const sweepQueue: QueueRules = { name: 'sweep', expireInSeconds: 300, retryLimit: 0, batchSize: 1 };

/** After a crash, ours or the database's, what was being read then waits for the sweep no longer than it must. */
export async function resumeAfterCrash(means: Means): Promise<void> {
  for (const { tenantId } of await listTenants(means.db)) {
    const items = await resumeLostItems(contextOf(means, tenantId, { kind: 'system' }), 0);
    if (items > 0)
      means.log.warn({ tenantId, items }, 'items that waited for an interrupted process are put back');
  }
}

/** Each minute: work whose job was lost with its process is put back, and what has ended is cleared away. */
export async function sweepTenants(means: Means): Promise<void> {
  const tenantIds = (await listTenants(means.db)).map((tenant) => tenant.tenantId);
  for (const tenantId of tenantIds)
    try {
      await sweepTenant(means, tenantId);
    } catch (err) {
      if (isDatabaseAway(err)) throw err;
      means.log.warn({ err, tenantId }, 'a tenant could not be swept');
    }
  await sweepTokens(means.db, tenantIds, means.now());
  await sweepSessions(means.db, tenantIds, means.now());
}

async function sweepTenant(means: Means, tenantId: string): Promise<void> {
  const ctx = contextOf(means, tenantId, { kind: 'system' });
  const items = await resumeLostItems(ctx);
  const deliveries = await resumeLostDeliveries(ctx);
  await endSilentCalls(ctx);
  await requestDueReconciliations(ctx);
  await requestDueExchangeRuns(ctx);
  await sweepUploads(ctx);
  await indexPassedOver(ctx);
  await indexPage(ctx);
  if (items + deliveries > 0)
    means.log.warn({ tenantId, items, deliveries }, 'work whose process ended is put back');
}

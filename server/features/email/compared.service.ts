import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { listComparedMailboxes } from '../../../shared/reconciliations.ts';
import { type Context, requirePermission } from '../../context.ts';
import { selectConnections } from './connections.sql.ts';
import { selectMailboxes } from './mailboxes.sql.ts';
import { newestReconciliations, type ReconciliationRecord } from './reconcile.sql.ts';
import { reconciliationShown } from './reconcile-shown.ts';

/** All mailboxes in the order they were made, each with how its ledger compared with it last. */
export async function listComparedMailboxesOf(ctx: Context): Promise<AnswerOf<typeof listComparedMailboxes>> {
  requirePermission(ctx, 'intake:read');
  const [mailboxes, connections, latest, whole] = await Promise.all([
    selectMailboxes(ctx),
    selectConnections(ctx),
    newestReconciliations(ctx, false),
    newestReconciliations(ctx, true),
  ]);
  const shown = (runs: readonly ReconciliationRecord[], mailboxId: string) => {
    const run = runs.find(({ mailbox_id }) => mailbox_id === mailboxId);
    return run ? reconciliationShown(run, ctx.now()) : null;
  };
  return {
    items: mailboxes.map(({ id, name, addresses, is_active }) => {
      const connection = connections.find(({ mailbox_id }) => mailbox_id === id);
      return {
        mailbox: { id: wireIdOf(id), name, address: addresses[0] ?? '', is_active },
        mode: connection?.mode ?? null,
        problem: connection?.last_error ?? null,
        latest: shown(latest, id),
        whole: shown(whole, id),
      };
    }),
  };
}

import { wireIdOf } from '../../../shared/id.ts';
import type { Reconciliation } from '../../../shared/reconciliations.ts';
import type { ReconciliationRecord } from './reconcile.sql.ts';

/** Longer no sweep is let run: its process has ended. */
const longestMs = 3600_000;

export function reconciliationShown(run: ReconciliationRecord, now: Date): Reconciliation {
  const { folders = null, days = null } = (run.account ?? {}) as Partial<Reconciliation>;
  const isRunning = run.ended_at === null && now.getTime() - run.started_at.getTime() < longestMs;
  return {
    id: wireIdOf(run.id),
    started_at: run.started_at.toISOString(),
    ended_at: run.ended_at?.toISOString() ?? null,
    is_running: isRunning,
    progress: isRunning ? (run.progress as Reconciliation['progress']) : null,
    problem: run.problem,
    folders,
    days,
  };
}

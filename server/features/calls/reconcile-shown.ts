import { wireIdOf } from '../../../shared/id.ts';
import type { PhoneDay, PhoneReconciliation } from '../../../shared/phone-reconciliations.ts';
import { isoOrNull } from '../../wire.ts';
import type { RunRecord } from './reconcile.sql.ts';

/** Longer no run is let run: its process has ended. */
const longestMs = 3600_000;

export type Kind = 'calls' | 'quarantined' | 'taken_in' | 'history' | 'missing';

/** One call by the exchange's records, and what became of it. */
export interface Accounted {
  readonly day: string | null;
  readonly queue: string | null;
  readonly kind: Kind;
}

export function runShown(run: RunRecord, now: Date): PhoneReconciliation {
  const { total = null, days = null } = (run.account ?? {}) as Partial<PhoneReconciliation>;
  const isRunning = run.ended_at === null && now.getTime() - run.started_at.getTime() < longestMs;
  return {
    id: wireIdOf(run.id),
    started_at: run.started_at.toISOString(),
    ended_at: isoOrNull(run.ended_at),
    is_running: isRunning,
    source: run.source as PhoneReconciliation['source'],
    since: isoOrNull(run.since),
    until: isoOrNull(run.until),
    progress: isRunning ? (run.progress as PhoneReconciliation['progress']) : null,
    problem: run.problem,
    total,
    days,
  };
}

/** The equation of each day and queue, newest first, and of all together. */
export function equationsOf(accounted: readonly Accounted[]) {
  const groups = Map.groupBy(accounted, ({ day, queue }) => JSON.stringify([day ?? '', queue ?? '']));
  const days = [...groups.values()].map((own): PhoneDay => {
    const { day = null, queue = null } = own[0] ?? {};
    return { day, queue, ...countsOf(own) };
  });
  days.sort((one, other) => compare(other.day, one.day) || compare(one.queue, other.queue));
  return { days, total: countsOf(accounted) };
}

const compare = (one: string | null, other: string | null) => (one ?? '').localeCompare(other ?? '');

function countsOf(accounted: readonly Accounted[]) {
  const of = (kind: Kind) => accounted.filter((one) => one.kind === kind).length;
  return {
    exchange: accounted.length,
    calls: of('calls'),
    quarantined: of('quarantined'),
    taken_in: of('taken_in'),
    history: of('history'),
    missing: of('missing'),
  };
}

import { wireIdOf } from '../../../shared/id.ts';
import type { PhoneDay, PhoneReconciliation } from '../../../shared/phone-reconciliations.ts';
import { isoOrNull } from '../../wire.ts';
import type { RunRecord } from './reconcile.sql.ts';

/** Longer no run is let run: its process has ended. */
const longestMs = 3600_000;

export type Kind = 'calls' | 'quarantined' | 'taken_in' | 'history' | 'missing';
type Counts = Omit<PhoneDay, 'day' | 'queue'>;

/** One call by the exchange's records and what became of it; `unbooked`: one of ours that they lack. */
export interface Accounted {
  readonly day: string | null;
  readonly queue: string | null;
  readonly kind: Kind | 'unbooked';
}

/** What a run found, and between which instants its calls began. */
type Found = Pick<PhoneReconciliation, 'total' | 'days' | 'since' | 'until'>;

export function runShown(run: RunRecord, now: Date): PhoneReconciliation {
  const { total, days, since = null, until = null } = (run.account ?? {}) as Partial<Found>;
  const isRunning = run.ended_at === null && now.getTime() - run.started_at.getTime() < longestMs;
  return {
    id: wireIdOf(run.id),
    started_at: run.started_at.toISOString(),
    ended_at: isoOrNull(run.ended_at),
    is_running: isRunning,
    source: run.source as PhoneReconciliation['source'],
    since: isoOrNull(run.since) ?? since,
    until: isoOrNull(run.until) ?? until,
    progress: isRunning ? (run.progress as PhoneReconciliation['progress']) : null,
    problem: run.problem,
    // Comparisons of earlier did not look for it.
    total: total ? { ...total, unbooked: total.unbooked ?? 0 } : null,
    days: days ? days.map((day) => ({ ...day, unbooked: day.unbooked ?? 0 })) : null,
  };
}

/** The equation of each day and queue, and of all together, as they are counted. */
export class Equations {
  readonly #days = new Map<string, PhoneDay>();
  readonly #total: Counts = noCounts();

  add({ day, queue, kind }: Accounted): void {
    const key = JSON.stringify([day, queue]);
    const own = this.#days.get(key) ?? { day, queue, ...noCounts() };
    this.#days.set(key, own);
    for (const counts of [own, this.#total]) {
      counts[kind] += 1;
      if (kind !== 'unbooked') counts.exchange += 1;
    }
  }

  /** Newest first. */
  result(): { days: PhoneDay[]; total: Counts } {
    const days = [...this.#days.values()].sort(
      (one, other) => compare(other.day, one.day) || compare(one.queue, other.queue),
    );
    return { days, total: this.#total };
  }
}

const noCounts = (): Counts => ({
  ...{ exchange: 0, calls: 0, quarantined: 0, taken_in: 0, history: 0, missing: 0, unbooked: 0 },
});
const compare = (one: string | null, other: string | null) => (one ?? '').localeCompare(other ?? '');

import type { LinkProps } from '@tanstack/react-router';
import type { PhoneDay, PhoneReconciliation } from '../../../../shared/phone-reconciliations.ts';
import { noQueue } from '../../../components/calls/queues.ts';

export const summands = ['calls', 'quarantined', 'taken_in', 'history'] as const;
export type Figure = (typeof summands)[number] | 'exchange' | 'missing' | 'unbooked';

/** Which calls a figure counts: of a whole comparison, or of one of its days and queues. */
export interface Counted {
  readonly connectionId: string;
  readonly run: Pick<PhoneReconciliation, 'since' | 'until'>;
  readonly day?: Pick<PhoneDay, 'day' | 'queue'>;
  /** The figures themselves. */
  readonly counts: Readonly<Record<Figure, number>>;
}

const which = {
  exchange: { came: 'booked' },
  calls: { came: 'itself' },
  taken_in: { came: 'compared' },
  unbooked: { show: 'unbooked' },
} as const;

/** How many of them are calls of ours: what is from before the exchange was connected is not here. */
function manyHere(figure: Figure, counts: Counted['counts']): number {
  return figure === 'exchange' ? counts.calls + counts.taken_in : counts[figure];
}

/** Where the calls of a figure are; null: they are not here, or of no day. */
export function callsBehind(figure: Figure, { connectionId, run, day, counts }: Counted): LinkProps | null {
  if (manyHere(figure, counts) === 0) return null;
  // Of what can't be read it is not known whose it is.
  if (figure === 'quarantined')
    return { to: '/intake', search: { channel: 'phone', state: 'quarantined' } as never };
  if (figure === 'history' || figure === 'missing' || day?.day === null) return null;
  const { since, until } = run;
  const search = {
    connection: connectionId,
    ...(since !== null && { since }),
    ...(until !== null && { until }),
    ...(day !== undefined && { day: day.day, queue: day.queue ?? noQueue }),
    ...which[figure],
  };
  return { to: '/calls', search: search as never };
}

import type { Context } from '../../context.ts';
import type { PhoneEvent } from '../../phone/event.ts';
import { requireConnection } from './connections.service.ts';
import { takeReport } from './take.service.ts';

/** A record of the exchange's own list, as its adapter reads it, and the bytes that say it. */
export interface PulledRecord {
  readonly event: PhoneEvent;
  readonly raw: Buffer;
  readonly mediaType: string;
}

export interface PulledCalls {
  /** Journeys in the list. */
  readonly calls: number;
  /** Of these, those of which nothing had reached us, by our ids (uuid). */
  readonly takenIn: readonly string[];
  /** Those that were known, and of which the list said more: an end that never came, a recording. */
  readonly completed: number;
}

/**
 * Takes in what an exchange says that there was: calls that never reached us become calls like any other, those that are known
 * are completed, and nothing happens twice however often the list is read. In the order of time, so that a call back comes after
 * what it answers. Problems: not_found.
 */
export async function takeFromExchange(
  ctx: Context,
  connectionId: string,
  records: readonly PulledRecord[],
): Promise<PulledCalls> {
  const connection = await requireConnection(ctx, connectionId);
  const journeys = [...Map.groupBy(records, ({ event }) => event.callKey).values()].sort(
    (one, other) => beginOf(one) - beginOf(other),
  );
  const takenIn: string[] = [];
  let completed = 0;
  for (const journey of journeys) {
    for (const [index, { event, raw, mediaType }] of journey.entries()) {
      const [taken] = await takeReport(ctx, connection, { events: [event], raw, mediaType, isPulled: true });
      if (taken?.isNew) takenIn.push(taken.id);
      else if (index === 0 && taken && !taken.isKnown) completed += 1;
    }
  }
  return { calls: journeys.length, takenIn, completed };
}

const beginOf = (journey: readonly PulledRecord[]) =>
  Math.min(...journey.map(({ event }) => (event.at === null ? 0 : Date.parse(event.at))));

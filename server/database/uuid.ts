import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8 * 512);
let used = pool.length;

interface IdClock {
  readonly atMs: number | null;
  lastMs: number;
  sequence: number;
}

const present: IdClock = { atMs: null, lastMs: 0, sequence: 0 };
const past = new AsyncLocalStorage<IdClock>();

/** Ids made within `work` carry this instant: for what is written as of the past, so that it sorts among the rest by its time. */
export function withIdsOf<T>(at: Date, work: () => T): T {
  return past.run({ atMs: at.getTime(), lastMs: 0, sequence: 0 }, work);
}

/** A UUIDv7 (RFC 9562, 5.7) whose 12 bits after the millisecond count up, so that ids of one process sort as they were made. */
export function newId(): string {
  const clock = past.getStore() ?? present;
  const now = clock.atMs ?? Date.now();
  if (now > clock.lastMs) {
    clock.lastMs = now;
    clock.sequence = 0;
  } else if (++clock.sequence > 0xfff) {
    clock.lastMs += 1;
    clock.sequence = 0;
  }
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString('hex', used, used + 8);
  used += 8;
  const ms = clock.lastMs.toString(16).padStart(12, '0');
  const counter = clock.sequence.toString(16).padStart(3, '0');
  const variant = ((Number.parseInt(random[0] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${counter}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}

/** The smallest UUIDv7 of an instant: ids made at or after it are not smaller. */
export function firstIdAt(at: Date): string {
  const ms = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';

const randomBytes = 8;
const pool = Buffer.alloc(randomBytes * 512);
let used = pool.length;

interface IdClock {
  readonly atMs: number | null;
  lastMs: number;
  sequence: number;
  /** The millisecond as the id begins with it. */
  head: string;
}

const present: IdClock = { atMs: null, lastMs: 0, sequence: 0, head: '' };
const past = new AsyncLocalStorage<IdClock>();

/** Ids made within `work` carry this instant: for what is written as of the past, so that it sorts among the rest by its time. */
export function withIdsOf<T>(at: Date, work: () => T): T {
  return past.run({ atMs: at.getTime(), lastMs: 0, sequence: 0, head: '' }, work);
}

/** A UUIDv7 (RFC 9562, 5.7) whose 12 bits after the millisecond count up, so that ids of one process sort as they were made. */
export function newId(): string {
  const clock = past.getStore() ?? present;
  const now = clock.atMs ?? Date.now();
  if (now > clock.lastMs) {
    clock.lastMs = now;
    clock.sequence = 0;
    clock.head = headOf(now);
  } else if (++clock.sequence > 0xfff) {
    clock.lastMs += 1;
    clock.sequence = 0;
    clock.head = headOf(clock.lastMs);
  }
  if (used >= pool.length) {
    randomFillSync(pool);
    for (let at = 0; at < pool.length; at += randomBytes) pool[at] = ((pool[at] ?? 0) & 0x3f) | 0x80; // the variant
    used = 0;
  }
  const random = pool.toString('hex', used, used + randomBytes);
  used += randomBytes;
  const counter = (0x7000 + clock.sequence).toString(16);
  return `${clock.head}-${counter}-${random.slice(0, 4)}-${random.slice(4)}`;
}

function headOf(atMs: number): string {
  const ms = atMs.toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}`;
}

/** The smallest UUIDv7 of an instant: ids made at or after it are not smaller. */
export function firstIdAt(at: Date): string {
  return `${headOf(Math.max(0, at.getTime()))}-7000-8000-000000000000`;
}

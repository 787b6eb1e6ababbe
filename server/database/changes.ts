import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Change } from '../../shared/live.ts';
import type { Log } from '../log.ts';

const channel = 'pniya_changes';
/** What changes within this time travels as one notice: NOTIFY takes a lock that all committers share. */
const gatheringMs = 25;
/** pg_notify carries 8,000 bytes at most; ids are 39 digits. */
const mostIds = 100;

export interface TenantChange {
  readonly tenantId: string;
  readonly change: Change | { readonly kind: 'resync' };
}

interface Gathered {
  readonly tenantId: string;
  readonly change: Change;
  readonly ids: Set<string>;
}

/**
 * Hears every change of every process; the answer ends it. `resync` of one tenant: more tickets or accounts changed than a
 * notice can name, and nothing else. Of tenant `*`: notices were lost, so anything may have changed.
 */
export type Subscribe = (listener: (heard: TenantChange) => void) => () => void;

/** Rare, and caches that decide about access and validity live by them: they don't wait to be gathered. */
const urgentKinds: readonly string[] = ['lists', 'settings', 'access'];

/** Carries changes between all processes on one database, by LISTEN/NOTIFY on a connection of its own. */
export class ChangeFeed {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #listeners = new Set<(heard: TenantChange) => void>();
  readonly #gathered = new Map<string, Gathered>();
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #leaving: Promise<unknown> = Promise.resolve();
  #isStopped = false;
  #isListening = false;

  constructor(pool: pg.Pool, log: Log) {
    this.#pool = pool;
    this.#log = log;
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  /** Starts to listen, and again after every lost connection; then everybody is told to `resync`. */
  async start(): Promise<void> {
    const client = new pg.Client(this.#pool.options);
    client.on('error', (err) => this.#log.warn({ err }, 'the change feed lost its connection'));
    client.on('notification', ({ payload }) => this.#hear(JSON.parse(payload ?? '{}') as TenantChange));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    // Only a connection that listened is followed by another: one that failed is its caller's to try again.
    client.once('end', () => void this.#reconnect());
    this.#client = client;
    this.#isListening = true;
    if (this.#isStopped) await client.end();
  }

  /** Returns the function that ends it. */
  subscribe(listener: (heard: TenantChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells every process, this one included, shortly afterwards. Never fails its caller. Urgent kinds are heard by this
   * process before `announce` returns (and again with the notice), so that its next request sees what it changed.
   */
  announce(tenantId: string, change: Change): void {
    const isUrgent = urgentKinds.includes(change.kind);
    if (isUrgent) this.#hear({ tenantId, change });
    const key = `${tenantId} ${change.kind}`;
    const gathered = this.#gathered.get(key) ?? { tenantId, change, ids: new Set() };
    this.#gathered.set(key, gathered);
    // Beyond what a notice carries only the fact counts.
    if ('ids' in change && gathered.ids.size <= mostIds) for (const id of change.ids) gathered.ids.add(id);
    if (isUrgent) void this.#send();
    else this.#timer ??= setTimeout(() => void this.#send(), gatheringMs);
  }

  /** What was announced has left when this answers. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#send();
    await this.#leaving;
    await this.#client?.end().catch(() => undefined);
  }

  async #send(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const notices = [...this.#gathered.values()].map((one) => JSON.stringify(noticeOf(one)));
    this.#gathered.clear();
    if (notices.length === 0) return;
    const sent = this.#pool
      .query('select pg_notify($1, notice) from unnest($2::text[]) as notice', [channel, notices])
      .catch((err: unknown) => this.#log.warn({ err }, 'a change could not be announced'));
    this.#leaving = Promise.all([this.#leaving, sent]).then(() => undefined);
    await sent;
  }

  #hear(heard: TenantChange): void {
    for (const listener of this.#listeners) listener(heard);
  }

  async #reconnect(): Promise<void> {
    this.#isListening = false;
    for (let waitMs = 200; !this.#isStopped; waitMs = Math.min(waitMs * 2, 5000)) {
      await sleep(waitMs);
      if (this.#isStopped) return;
      try {
        await this.start();
        return this.#hear({ tenantId: '*', change: { kind: 'resync' } });
      } catch (err) {
        this.#log.debug({ err }, 'the change feed is not connected yet');
      }
    }
  }
}

/** Too many ids for one notice: everybody reads again. */
function noticeOf({ tenantId, change, ids }: Gathered): TenantChange {
  if (!('ids' in change)) return { tenantId, change };
  if (ids.size > mostIds) return { tenantId, change: { kind: 'resync' } };
  return { tenantId, change: { ...change, ids: [...ids] } };
}

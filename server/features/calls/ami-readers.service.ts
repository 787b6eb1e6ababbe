import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { contextOf, type Means } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import type { Lease, Leases } from '../../database/leases.ts';
import type { AmiTimes } from '../../phone/ami.ts';
import type { ExchangeOutside } from '../../phone/ask-exchange.ts';
import { listTenants } from '../tenants/tenants.service.ts';
import { type ExchangeOf, faultOf, readExchange, tellSession } from './ami-reader.service.ts';
import { type ConnectionRecord, selectConnections } from './connections.sql.ts';

export interface ExchangeReadersOptions {
  /** Closed by whoever made them. */
  readonly leases: Leases;
  readonly subscribe: Subscribe;
  readonly times?: Partial<ReaderTimes>;
  /** How often this process looks for exchanges that nobody reads. */
  readonly lookMs?: number;
}

/** Other places and times than usual, for tests. */
export type PhoneOfTests = Partial<ExchangeOutside> & {
  readonly voicenterDial?: string;
  readonly reading?: Pick<ExchangeReadersOptions, 'times' | 'lookMs'>;
};

interface ReaderTimes extends AmiTimes {
  readonly pauseMs: number;
  readonly longestPauseMs: number;
}

const usual: ReaderTimes = {
  patienceMs: 20_000,
  pingMs: 30_000,
  pauseMs: 1000,
  longestPauseMs: 60_000,
};
/** What only a person can mend is not tried each second: Asterisk's fail2ban locks out who does. */
const personPauseMs = 60_000;
const needPerson = new Set([
  'exchange_wrong_secret',
  'exchange_no_account',
  'private_host',
  'secret_unreadable',
]);

interface Wanted {
  readonly exchange: ExchangeOf;
  readonly settings: string;
}

interface Reader {
  readonly settings: string;
  readonly ending: AbortController;
  readonly ended: Promise<void>;
}

/** The readers of this process: one for each Asterisk that no other process reads. */
export class ExchangeReaders {
  readonly #means: Means;
  readonly #options: ExchangeReadersOptions;
  readonly #times: ReaderTimes;
  readonly #readers = new Map<string, Reader>();
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #isAgain = false;
  #isStopped = false;

  constructor(means: Means, options: ExchangeReadersOptions) {
    this.#means = means;
    this.#options = options;
    this.#times = { ...usual, ...options.times };
    this.#unsubscribe = options.subscribe(({ tenantId, change }) => {
      if (change.kind === 'settings' || tenantId === '*') this.#look();
    });
    this.#timer = setInterval(() => this.#look(), options.lookMs ?? 10_000);
    this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#unsubscribe();
    await this.#looking;
    await Promise.all([...this.#readers.values()].map((reader) => end(reader)));
  }

  #look(): void {
    if (this.#isStopped) return;
    if (this.#looking) {
      this.#isAgain = true;
      return;
    }
    this.#looking = this.#compare()
      .catch((err: unknown) => this.#means.log.warn({ err }, 'the exchanges to read could not be listed'))
      .finally(() => {
        this.#looking = null;
        if (!this.#isAgain) return;
        this.#isAgain = false;
        this.#look();
      });
  }

  /** Ends readers of exchanges that are gone, begins those that changed anew, and takes what nobody reads. */
  async #compare(): Promise<void> {
    const wanted = await this.#wanted();
    for (const [id, reader] of this.#readers)
      if (wanted.get(id)?.settings !== reader.settings) await end(reader);
    for (const [id, { exchange, settings }] of wanted) {
      if (this.#readers.has(id) || this.#isStopped) continue;
      const lease = await this.#options.leases.take(`exchange ${id}`);
      if (lease) this.#begin(id, exchange, settings, lease);
    }
  }

  async #wanted(): Promise<Map<string, Wanted>> {
    const wanted = new Map<string, Wanted>();
    for (const { tenantId } of await listTenants(this.#means.db)) {
      const ctx = contextOf(this.#means, tenantId, { kind: 'system' });
      for (const record of await selectConnections(ctx)) {
        if (record.provider !== 'asterisk' || !record.is_active || record.provider_account === null) continue;
        const exchange = { tenantId, connectionId: record.id };
        wanted.set(`${tenantId} ${record.id}`, { exchange, settings: settingsOf(record) });
      }
    }
    return wanted;
  }

  #begin(id: string, exchange: ExchangeOf, settings: string, lease: Lease): void {
    const ending = new AbortController();
    lease.lost.addEventListener('abort', () => ending.abort(), { once: true });
    const ended = this.#readWith(lease, id, exchange, ending.signal);
    this.#readers.set(id, { settings, ending, ended });
  }

  async #readWith(lease: Lease, id: string, exchange: ExchangeOf, ended: AbortSignal): Promise<void> {
    try {
      await this.#readOn(exchange, ended);
    } finally {
      this.#readers.delete(id);
      await lease.release();
    }
  }

  /** Reads until told to end; after a failure again, with pauses that grow and are never quite the same. */
  async #readOn(exchange: ExchangeOf, ended: AbortSignal): Promise<void> {
    const ctx = contextOf(this.#means, exchange.tenantId, { kind: 'system' });
    const { pauseMs, longestPauseMs } = this.#times;
    for (let failures = 0; !ended.aborted; failures += 1) {
      let least = pauseMs;
      try {
        await readExchange(this.#means, exchange, this.#times, ended, () => {
          failures = 0;
        });
      } catch (error) {
        const fault = faultOf(error);
        await tellSession(ctx, exchange.connectionId, { isConnected: false, ...fault });
        if (needPerson.has(fault.problem)) least = Math.max(personPauseMs, pauseMs);
      }
      const pauseNow = Math.min(Math.max(longestPauseMs, least), least * 2 ** failures);
      await sleep(pauseNow * (0.7 + Math.random() * 0.6), undefined, { signal: ended }).catch(
        () => undefined,
      );
    }
  }
}

async function end({ ending, ended }: Reader): Promise<void> {
  ending.abort();
  await ended;
}

/** When these change, it is signed in to anew. */
function settingsOf({ provider_account, secret }: ConnectionRecord): string {
  return createHash('sha256')
    .update(`${provider_account}\n`)
    .update(secret ?? '')
    .digest('hex');
}

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { contextOf, type Means } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import { LeasedReaders, type Wanted } from '../../database/leased-readers.ts';
import type { Leases } from '../../database/leases.ts';
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
  'exchange_certificate',
  'exchange_no_account',
  'private_host',
  'secret_unreadable',
]);

/** The readers of this process: one for each Asterisk that no other process reads. */
export class ExchangeReaders {
  readonly #means: Means;
  readonly #times: ReaderTimes;
  readonly #readers: LeasedReaders<ExchangeOf>;

  constructor(means: Means, { leases, subscribe, lookMs, times }: ExchangeReadersOptions) {
    this.#means = means;
    this.#times = { ...usual, ...times };
    this.#readers = new LeasedReaders({
      ...{ leases, subscribe, lookMs, log: means.log, name: 'exchange' },
      wanted: () => this.#wanted(),
      read: (exchange, ended) => this.#readOn(exchange, ended),
    });
  }

  stop(): Promise<void> {
    return this.#readers.stop();
  }

  async #wanted(): Promise<Map<string, Wanted<ExchangeOf>>> {
    const wanted = new Map<string, Wanted<ExchangeOf>>();
    for (const { tenantId } of await listTenants(this.#means.db)) {
      const ctx = contextOf(this.#means, tenantId, { kind: 'system' });
      for (const record of await selectConnections(ctx)) {
        if (record.provider !== 'asterisk' || !record.is_active || record.provider_account === null) continue;
        const source = { tenantId, connectionId: record.id };
        wanted.set(`${tenantId} ${record.id}`, { source, settings: settingsOf(record) });
      }
    }
    return wanted;
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

/** When these change, it is signed in to anew. */
function settingsOf({ provider_account, secret, tls, timezone }: ConnectionRecord): string {
  return createHash('sha256')
    .update(`${provider_account}\n${tls}\n${timezone}\n`)
    .update(secret ?? '')
    .digest('hex');
}

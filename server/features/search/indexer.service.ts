import { setTimeout as sleep } from 'node:timers/promises';
import { contextOf, type Means } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import { listTenants } from '../tenants/tenants.service.ts';
import { indexPage } from './indexing.service.ts';

interface Pace {
  /** How often it is looked whether anything has changed. */
  readonly lookMs: number;
  /** A tenant is looked at so long after its last change. */
  readonly awakeMs: number;
  /** After each page a rest of so many times what the page took; longer while this process is busy, as its tickets come first. */
  readonly rest: number;
  readonly restWhenBusy: number;
}

const usual: Pace = { lookMs: 500, awakeMs: 5000, rest: 3, restWhenBusy: 19 };
/** Of one processor, what words take included. */
const busyShare = 0.4;

/** Keeps the words of all tenants up to date, behind what people and programs write. */
export class SearchIndexer {
  readonly #means: Means;
  readonly #pace: Pace;
  /** Tenants in which something changed, and when. */
  readonly #awake = new Map<string, number>();
  readonly #ended = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #running: Promise<void>;
  #lastLook = { at: performance.now(), usage: process.cpuUsage() };

  constructor(means: Means, subscribe: Subscribe, pace: Pace = usual) {
    this.#means = means;
    this.#pace = pace;
    this.#unsubscribe = subscribe(({ tenantId, change }) => {
      if (tenantId === '*') void this.#wakeAll();
      else if (['ticket', 'account', 'intake', 'resync'].includes(change.kind)) this.#wake(tenantId);
    });
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#ended.abort();
    await this.#running;
  }

  #wake(tenantId: string): void {
    this.#awake.set(tenantId, Date.now());
  }

  async #wakeAll(): Promise<void> {
    try {
      for (const { tenantId } of await listTenants(this.#means.db)) this.#wake(tenantId);
    } catch (err) {
      this.#means.log.warn({ err }, 'search: the sweep will find what is to be done');
    }
  }

  async #run(): Promise<void> {
    await this.#wakeAll();
    while (!this.#ended.signal.aborted) {
      let isAll = true;
      for (const [tenantId, at] of [...this.#awake]) isAll = (await this.#look(tenantId, at)) && isAll;
      if (isAll) await this.#pause(this.#pace.lookMs);
    }
  }

  /** One page, so that a tenant with much to do lets the others have their turn. Whether that was all. */
  async #look(tenantId: string, at: number): Promise<boolean> {
    if (this.#ended.signal.aborted) return true;
    const startedAt = performance.now();
    try {
      const { done, isAll } = await indexPage(contextOf(this.#means, tenantId, { kind: 'system' }));
      if (isAll && Date.now() - at > this.#pace.awakeMs) this.#letSleep(tenantId, at);
      if (done > 0) await this.#pause((performance.now() - startedAt) * this.#rest());
      return isAll;
    } catch (err) {
      this.#letSleep(tenantId, at);
      this.#means.log.warn({ err, tenantId }, 'search: words could not be written; the sweep tries again');
      return true;
    }
  }

  #rest(): number {
    const { at, usage } = this.#lastLook;
    const { user, system } = process.cpuUsage(usage);
    const share = (user + system) / 1000 / (performance.now() - at);
    this.#lastLook = { at: performance.now(), usage: process.cpuUsage() };
    return share > busyShare ? this.#pace.restWhenBusy : this.#pace.rest;
  }

  /** Unless something changed meanwhile. */
  #letSleep(tenantId: string, at: number): void {
    if (this.#awake.get(tenantId) === at) this.#awake.delete(tenantId);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#ended.signal }).catch(() => undefined);
  }
}

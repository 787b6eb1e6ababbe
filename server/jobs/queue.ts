import { hash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Jobs } from '../context.ts';
import { prepared } from '../database/prepared.ts';
import type { DB } from '../database/schema.ts';
import type { Log } from '../log.ts';

/** How one queue behaves. Durations in seconds. */
export interface QueueRules {
  readonly name: string;
  /** A job that takes longer, or whose process died, runs again after this time. */
  readonly expireInSeconds: number;
  readonly retryLimit: number;
  readonly batchSize: number;
  /** For jobs that are due at their time: nobody is told when that comes, so it is looked this often. */
  readonly lookEverySeconds?: number;
}

export type Work = (payload: never) => Promise<void>;

const mostStatements = 20;
/** A notice that was missed holds up a job no longer than this. */
const lookEverySeconds = 5;

/** pg-boss behind our own small interface: work is put in a queue in the caller's transaction, and done at least once. */
export class JobQueue implements Jobs {
  readonly #boss: PgBoss;
  readonly #queues: readonly QueueRules[];
  readonly #statements = new Map<string, string>();
  #isRunning = false;

  constructor(connection: pg.PoolConfig, queues: readonly QueueRules[], log: Log) {
    this.#queues = queues;
    this.#boss = new PgBoss({
      ...(connection as { connectionString?: string }),
      application_name: 'pniya jobs',
      max: 3,
      useListenNotify: true,
    });
    this.#boss.on('error', (err) => log.warn({ err }, 'the job queue met an error'));
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  async start(): Promise<void> {
    await this.#boss.start();
    this.#isRunning = true;
    for (const { name, expireInSeconds, retryLimit } of this.#queues) {
      const rules = {
        expireInSeconds,
        retryLimit,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 300,
        notify: true,
      };
      await this.#boss.createQueue(name, rules);
    }
  }

  async enqueue(
    db: Kysely<DB>,
    queue: string,
    payloads: readonly object[],
    startAfter?: Date,
  ): Promise<void> {
    const jobs = payloads.map((data) => ({ data, ...(startAfter && { startAfter }) }));
    const executeSql = async (text: string, values?: unknown[]) => {
      const { rows } = await db.executeQuery<unknown>(CompiledQuery.raw(this.#marked(text), values ?? []));
      return { rows };
    };
    await this.#boss.insert(queue, jobs, { db: { executeSql } });
  }

  /** pg-boss says the same few statements again and again, and planning them costs more than doing them. */
  #marked(text: string): string {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    if (this.#statements.size >= mostStatements) return text;
    const marked = prepared(`boss_${hash('sha256', text).slice(0, 16)}`, text);
    this.#statements.set(text, marked);
    return marked;
  }

  /** Does the work of a queue in this process, several jobs at a time; a job that throws is tried again by the queue's rules. */
  async work(queue: string, work: Work): Promise<void> {
    const rules = this.#queues.find(({ name }) => name === queue);
    const batchSize = rules?.batchSize ?? 1;
    const options = {
      batchSize,
      pollingIntervalSeconds: 2,
      notifyPollingIntervalSeconds: rules?.lookEverySeconds ?? lookEverySeconds,
      perJobResults: true,
    } as const;
    const worker = await this.#boss.work(queue, options, async (jobs) => {
      const results = await Promise.all(
        jobs.map(async (job) => {
          try {
            await work(job.data as never);
            return { id: job.id, status: 'completed' as const };
          } catch (error) {
            return { id: job.id, status: 'failed' as const, output: { message: String(error) } };
          }
        }),
      );
      // More jobs may have been told of than it took; for those of a batch of one pg-boss looks again only when it is time.
      if (jobs.length === batchSize) this.#boss.notifyWorker(worker);
      return results;
    });
  }

  /** Runs `work` every `minutes` minutes, in one process of all. */
  async repeat(queue: string, cron: string, work: () => Promise<void>): Promise<void> {
    await this.#boss.schedule(queue, cron);
    await this.work(queue, work);
  }

  /** Lets running jobs end (5 s at most); what does not end runs again later. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#boss.stop({ graceful: true, timeout: 5000 });
  }
}

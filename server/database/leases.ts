import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../log.ts';

/** Something that one process of all holds. */
export interface Lease {
  /** Aborted when it was lost: whoever holds it must stop at once. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface LeaseTimes {
  /** How often the connection is asked whether it is still there. */
  readonly askMs: number;
  /** Without an answer for this long the leases are taken for lost. */
  readonly patienceMs: number;
}

const usual: LeaseTimes = { askMs: 5000, patienceMs: 5000 };

interface Held {
  readonly client: pg.Client;
  readonly lost: AbortController;
}

/**
 * Leases by session advisory locks, all on one connection of their own: a process that ends, or whose machine does, loses them
 * at once or within 30 s (the server's keepalives), and another can take them.
 */
export class Leases {
  readonly #connection: pg.PoolConfig;
  readonly #log: Log;
  readonly #times: LeaseTimes;
  readonly #held = new Map<string, Held>();
  #client: Promise<pg.Client> | null = null;
  #asking: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(connection: pg.PoolConfig, log: Log, times: LeaseTimes = usual) {
    this.#connection = connection;
    this.#log = log;
    this.#times = times;
  }

  /** Null when another holds it, or we do. Rejects when the database is away. */
  async take(name: string): Promise<Lease | null> {
    if (this.#isClosed || this.#held.has(name)) return null;
    const client = await this.#connected();
    const key = keyOf(name);
    const { rows } = await this.#ask(client, 'select pg_try_advisory_lock($1) as is_ours', [key]);
    if (!rows[0]?.is_ours) return null;
    const lost = new AbortController();
    this.#held.set(name, { client, lost });
    return {
      lost: lost.signal,
      release: async () => {
        if (this.#held.get(name)?.lost !== lost) return;
        this.#held.delete(name);
        // On a connection that broke there is nothing left to release.
        await this.#ask(client, 'select pg_advisory_unlock($1)', [key]).catch(() => undefined);
      },
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => null);
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  /** One question after another: a client takes no second one meanwhile. */
  #ask(client: pg.Client, text: string, values: string[] = []) {
    const asked = this.#asking.then(() => client.query<{ is_ours?: boolean }>(text, values));
    this.#asking = asked.catch(() => undefined);
    return asked;
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = null;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<pg.Client> {
    const { askMs, patienceMs } = this.#times;
    const client = new pg.Client({
      ...this.#connection,
      application_name: 'pniya leases',
      connectionTimeoutMillis: 10_000,
      query_timeout: patienceMs,
      keepAlive: true,
    });
    const lose = () => this.#lose(client);
    client.on('error', lose).on('end', lose);
    await client.connect();
    // The server gives up a client whose machine is gone after this time, and with it its locks. Zero effect on a socket file.
    await client.query(
      `select set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '5', false),
        set_config('tcp_keepalives_count', '3', false)`,
    );
    const asking = setInterval(() => {
      this.#ask(client, 'select 1').catch(lose);
    }, askMs);
    asking.unref();
    client.once('end', () => clearInterval(asking));
    return client;
  }

  #lose(client: pg.Client): void {
    this.#client = null;
    const gone = [...this.#held].filter(([, held]) => held.client === client);
    for (const [name, { lost }] of gone) {
      this.#held.delete(name);
      lost.abort(new Error(`the lease of ${name} was lost`));
    }
    if (gone.length > 0 && !this.#isClosed)
      this.#log.warn(
        { leases: gone.length },
        'the connection that holds the leases broke: they are taken again',
      );
    client.end().catch(() => undefined);
  }
}

/** Advisory locks are named by 64 bits. */
function keyOf(name: string): string {
  return createHash('sha256').update(`pniya ${name}`).digest().readBigInt64BE().toString();
}

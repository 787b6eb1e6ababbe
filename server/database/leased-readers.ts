import type { Log } from '../log.ts';
import type { Subscribe } from './changes.ts';
import type { Lease, Leases } from './leases.ts';

/** Something that is to be read, and everything that its reader goes by: when `settings` change, the reader begins anew. */
export interface Wanted<Source> {
  readonly source: Source;
  readonly settings: string;
}

export interface LeasedReadersOptions<Source> {
  readonly leases: Leases;
  readonly subscribe: Subscribe;
  readonly log: Log;
  /** What the sources are called: of the leases and of the log. */
  readonly name: string;
  /** How often this process looks for sources that nobody reads. */
  readonly lookMs?: number | undefined;
  /** All there are, by their ids. */
  wanted(): Promise<ReadonlyMap<string, Wanted<Source>>>;
  /** Reads until `ended`; what fails meanwhile is its own to tell and to try again. */
  read(source: Source, ended: AbortSignal): Promise<void>;
}

interface Reader {
  readonly settings: string;
  readonly ending: AbortController;
  readonly ended: Promise<void>;
}

const usualLookMs = 10_000;

/** The readers of this process: one for each source that no other process reads, begun anew when its settings change. */
export class LeasedReaders<Source> {
  readonly #options: LeasedReadersOptions<Source>;
  readonly #readers = new Map<string, Reader>();
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #isAgain = false;
  #isStopped = false;

  constructor(options: LeasedReadersOptions<Source>) {
    this.#options = options;
    this.#unsubscribe = options.subscribe(({ tenantId, change }) => {
      if (change.kind === 'settings' || tenantId === '*') this.#look();
    });
    this.#timer = setInterval(() => this.#look(), options.lookMs ?? usualLookMs);
    this.#look();
  }

  /** What is under way is finished; another process may read on at once. */
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
    const { log, name } = this.#options;
    this.#looking = this.#compare()
      .catch((err: unknown) => log.warn({ err, name }, 'what there is to read could not be listed'))
      .finally(() => {
        this.#looking = null;
        if (!this.#isAgain) return;
        this.#isAgain = false;
        this.#look();
      });
  }

  /** Ends readers of what is gone, begins those that changed anew, and takes what nobody reads. */
  async #compare(): Promise<void> {
    const wanted = await this.#options.wanted();
    for (const [id, reader] of this.#readers)
      if (wanted.get(id)?.settings !== reader.settings) await end(reader);
    for (const [id, { source, settings }] of wanted) {
      if (this.#readers.has(id) || this.#isStopped) continue;
      const lease = await this.#options.leases.take(`${this.#options.name} ${id}`);
      if (lease) this.#begin(id, source, settings, lease);
    }
  }

  #begin(id: string, source: Source, settings: string, lease: Lease): void {
    const ending = new AbortController();
    lease.lost.addEventListener('abort', () => ending.abort(), { once: true });
    const ended = this.#readWith(lease, id, source, ending.signal);
    this.#readers.set(id, { settings, ending, ended });
  }

  async #readWith(lease: Lease, id: string, source: Source, ended: AbortSignal): Promise<void> {
    try {
      await this.#options.read(source, ended);
    } finally {
      this.#readers.delete(id);
      await lease.release();
    }
  }
}

async function end({ ending, ended }: Reader): Promise<void> {
  ending.abort();
  await ended;
}

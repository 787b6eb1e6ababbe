/** One kind of write that can carry many rows: one statement and one commit for all of `items`, answers in the same order. */
export interface BatchKind<Item, Answer> {
  readonly name: string;
  /** How much an item is to carry, where some are large: a statement and its parameters are held in memory as a whole. */
  bytesOf?(item: Item): number;
  run(items: readonly Item[]): Promise<readonly Answer[]>;
}

interface Waiting {
  readonly item: unknown;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** A batch that carries this much takes no more. */
const largeBatchBytes = 4 * 1024 * 1024;

interface Lane {
  waiting: Waiting[];
  inFlight: number;
  /** Items of the batch that was started last. */
  lastSize: number;
  isScheduled: boolean;
}

/**
 * The batching writer: requests that wait together are written by one statement, `inFlight` such statements at a time.
 * A caller is answered after its own commit. When a batch fails its items are tried again one by one, so that one bad row
 * never fails its neighbours.
 */
export class BatchWriter {
  readonly #lanes = new Map<string, Lane>();
  readonly #inFlight: number;
  readonly #largestBatch: number;

  constructor(options: { inFlight?: number; largestBatch?: number } = {}) {
    this.#inFlight = options.inFlight ?? 2;
    this.#largestBatch = options.largestBatch ?? 256;
  }

  write<Item, Answer>(kind: BatchKind<Item, Answer>, item: Item): Promise<Answer> {
    const lane = this.#laneOf(kind.name);
    return new Promise<Answer>((resolve, reject) => {
      lane.waiting.push({ item, resolve: resolve as (answer: unknown) => void, reject });
      this.#schedule(kind as BatchKind<unknown, unknown>, lane);
    });
  }

  #laneOf(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) {
      lane = { waiting: [], inFlight: 0, lastSize: 0, isScheduled: false };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  /**
   * One that would run beside another starts when it is as large as that one: else each batch that ends would be followed by
   * a tiny one with the first request that comes, and statements and commits cost the more the less they carry.
   */
  #mayStart(lane: Lane): boolean {
    if (lane.waiting.length === 0) return false;
    return lane.inFlight === 0 || (lane.inFlight < this.#inFlight && lane.waiting.length >= lane.lastSize);
  }

  /** Starts after the current turn of the event loop, so that requests read in one turn travel together. */
  #schedule(kind: BatchKind<unknown, unknown>, lane: Lane): void {
    if (lane.isScheduled || !this.#mayStart(lane)) return;
    lane.isScheduled = true;
    setImmediate(() => {
      lane.isScheduled = false;
      if (!this.#mayStart(lane)) return;
      const batch = lane.waiting.splice(0, this.#sizeOfNext(kind, lane));
      lane.lastSize = batch.length;
      lane.inFlight += 1;
      void this.#run(kind, batch).finally(() => {
        lane.inFlight -= 1;
        this.#schedule(kind, lane);
      });
      this.#schedule(kind, lane);
    });
  }

  #sizeOfNext(kind: BatchKind<unknown, unknown>, lane: Lane): number {
    const most = Math.min(this.#largestBatch, lane.waiting.length);
    let bytes = 0;
    for (let size = 0; size < most; size += 1) {
      bytes += kind.bytesOf?.(lane.waiting[size]?.item) ?? 0;
      if (bytes >= largeBatchBytes) return size + 1;
    }
    return most;
  }

  async #run(kind: BatchKind<unknown, unknown>, batch: Waiting[]): Promise<void> {
    try {
      const answers = await kind.run(batch.map((one) => one.item));
      for (const [index, one] of batch.entries()) one.resolve(answers[index]);
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error);
      for (const one of batch) await this.#run(kind, [one]);
    }
  }
}

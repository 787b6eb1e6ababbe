/** Work that runs side by side, so much at a time; the first failure is told to whoever waits. */
export class InFlight {
  readonly #most: number;
  readonly #mostBytes: number;
  readonly #running = new Set<Promise<void>>();
  #bytes = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(most: number, mostBytes: number) {
    this.#most = most;
    this.#mostBytes = mostBytes;
  }

  /** Starts it, and comes back when there is room for more. Rejects with the first failure so far. */
  async add(bytes: number, work: () => Promise<void>): Promise<void> {
    this.#bytes += bytes;
    const running: Promise<void> = work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#bytes -= bytes;
        this.#running.delete(running);
      });
    this.#running.add(running);
    while (this.#running.size >= this.#most || (this.#bytes > this.#mostBytes && this.#running.size > 0))
      await Promise.race(this.#running);
    this.#tell();
  }

  /** Waits for all of it. */
  async end(): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running);
    this.#tell();
  }

  #tell(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

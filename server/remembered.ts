interface Entry<Value> {
  readonly value: Promise<Value>;
  readonly untilMs: number;
}

export interface RememberedOptions<Value> {
  load(key: string): Promise<Value>;
  readonly keepMs: number;
  /** Most entries; beyond it the oldest goes. */
  readonly most: number;
  now(): number;
}

/**
 * What is read from the database far more often than it changes: loaded once for all who ask at the same time, kept for
 * `keepMs`, and forgotten at once when a change is heard. Who asks after `forget` never gets what was loaded before it.
 */
export class Remembered<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #options: RememberedOptions<Value>;

  constructor(options: RememberedOptions<Value>) {
    this.#options = options;
  }

  get(key: string): Promise<Value> {
    const known = this.#entries.get(key);
    const now = this.#options.now();
    if (known && known.untilMs > now) return known.value;
    const value = this.#options.load(key);
    const entry = { value, untilMs: now + this.#options.keepMs };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#dropOldest();
    value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  forgetStarting(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  forgetAll(): void {
    this.#entries.clear();
  }

  #dropOldest(): void {
    if (this.#entries.size <= this.#options.most) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}

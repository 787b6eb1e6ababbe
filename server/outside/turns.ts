/** So many at a time for each, the rest in their order; nobody waits for another's. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #taken = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor({ atOnce, mostWaiting }: { readonly atOnce: number; readonly mostWaiting: number }) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** Answers null, without doing it, where too many wait already. */
  async take<T>(owner: string, work: () => Promise<T>): Promise<T | null> {
    const line = this.#taken.get(owner) ?? { running: 0, waiting: [] };
    this.#taken.set(owner, line);
    if (line.running < this.#atOnce) line.running += 1;
    else if (line.waiting.length >= this.#mostWaiting) return null;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The next one goes on in this one's place.
      const next = line.waiting.shift();
      if (next) next();
      else line.running -= 1;
      if (line.running === 0) this.#taken.delete(owner);
    }
  }
}

const windowMs = 60_000;

/** How many requests a minute each may send, counted in this process. */
export class Pace {
  readonly #most: number;
  readonly #counts = new Map<string, number>();
  #endsAtMs = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one; false when it is one too many. */
  may(whose: string, nowMs: number): boolean {
    if (nowMs >= this.#endsAtMs) {
      this.#counts.clear();
      this.#endsAtMs = nowMs + windowMs;
    }
    const count = (this.#counts.get(whose) ?? 0) + 1;
    this.#counts.set(whose, count);
    return count <= this.#most;
  }

  secondsLeft(nowMs: number): number {
    return Math.max(1, Math.ceil((this.#endsAtMs - nowMs) / 1000));
  }
}

const windowMs = 60_000;

/** The requests of one API client in the running minute, counted in this process. One object per client, changed in place. */
export class RateWindow {
  limit: number;
  remaining: number;
  isExceeded = false;
  resetSeconds = windowMs / 1000;
  #endsAtMs = 0;

  constructor(limit: number) {
    this.limit = limit;
    this.remaining = limit;
  }

  /** Counts one request. True when it is the first of a new minute. */
  count(nowMs: number): boolean {
    const isNew = nowMs >= this.#endsAtMs;
    if (isNew) {
      this.#endsAtMs = nowMs + windowMs;
      this.remaining = this.limit;
    }
    this.isExceeded = this.remaining <= 0;
    if (!this.isExceeded) this.remaining -= 1;
    this.resetSeconds = Math.ceil((this.#endsAtMs - nowMs) / 1000);
    return isNew;
  }

  /** A new limit counts at once, with what was used of the old one. */
  setLimit(limit: number): void {
    this.remaining = Math.max(0, this.remaining + limit - this.limit);
    this.limit = limit;
  }
}

const windowMs = 15 * 60_000;
const mostFailures = 20;
const mostKept = 10_000;

interface Failures {
  count: number;
  readonly endsAtMs: number;
}

/**
 * Counts wrong secrets by address and client id, in this process. Only wrong ones are ever refused by it: a secret of 256
 * bits can't be guessed, and so nobody who shares an address with a stranger can be locked out.
 */
export class SecretThrottle {
  readonly #failures = new Map<string, Failures>();

  /** Counts a wrong secret. Seconds to wait when there were more than 20 within 15 minutes, else null. */
  failed(key: string, nowMs: number): number | null {
    const known = this.#failures.get(key);
    const failures = known && known.endsAtMs > nowMs ? known : { count: 0, endsAtMs: nowMs + windowMs };
    failures.count += 1;
    this.#failures.set(key, failures);
    if (this.#failures.size > mostKept) this.#dropOldest();
    return failures.count > mostFailures ? Math.ceil((failures.endsAtMs - nowMs) / 1000) : null;
  }

  #dropOldest(): void {
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}

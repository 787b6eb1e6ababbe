/** So many at once is a burst. */
const burst = 4;
/** Reading waits for a burst no longer than this: a flood of one sender must not stop the mail of all others. */
const longestMs = 1000;

/**
 * What this process is taking right now. Its senders wait to be told that it is ours, and nobody waits for the reading of what is
 * in the ledger already: in a burst, taking goes first.
 */
export class Taking {
  #many = 0;
  #waiting: (() => void)[] = [];

  /** Runs what takes one thing, or several one after the other. */
  async during<T>(take: () => Promise<T>): Promise<T> {
    this.#many += 1;
    try {
      return await take();
    } finally {
      this.#many -= 1;
      if (this.#many < burst) for (const go of this.#waiting.splice(0)) go();
    }
  }

  /** Answers when no burst is being taken, or when it waited long enough. */
  async isOver(longest = longestMs): Promise<void> {
    if (this.#many < burst) return;
    const over = Promise.withResolvers<void>();
    this.#waiting.push(over.resolve);
    const timer = setTimeout(over.resolve, longest);
    await over.promise;
    clearTimeout(timer);
    this.#waiting = this.#waiting.filter((go) => go !== over.resolve);
  }
}

/** Of this process: whatever listens and whatever reads shares its processors. */
export const taking = new Taking();

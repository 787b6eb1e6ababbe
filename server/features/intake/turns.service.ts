/** An item that is being interpreted beside others. */
export interface Turn {
  /** It has been read, and this names it (a mail's Message-ID); null: nothing does. */
  isRead(name: string | null): void;
  /** Waits until those before it that have one of these names are settled: what answers another finds its ticket. */
  after(names: readonly string[]): Promise<void>;
  /** It is settled, or will not be. */
  leave(): void;
}

interface Entry {
  readonly group: string;
  readonly place: string;
  name: string | null;
  readonly read: PromiseWithResolvers<void>;
  readonly left: PromiseWithResolvers<void>;
}

/**
 * Mails of one conversation often come together, from a mailbox that is read again or a file of old mail, and are interpreted side
 * by side. Each waits only for those before it, so that nobody waits in a circle. Of this process: in another one the later mail
 * may be the quicker; then the earlier one joins it (messages/threads.sql.ts).
 */
export class Turns {
  readonly #entries = new Set<Entry>();

  /** To be called before anything is awaited. `place` sorts the items of a group (a tenant). */
  enter(group: string, place: string): Turn {
    const read = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const entry: Entry = { group, place, name: null, read, left };
    this.#entries.add(entry);
    return {
      isRead(name) {
        entry.name = name;
        read.resolve();
      },
      after: (names) => this.#after(entry, new Set(names)),
      leave: () => {
        this.#entries.delete(entry);
        read.resolve();
        left.resolve();
      },
    };
  }

  async #after({ group, place }: Entry, names: ReadonlySet<string>): Promise<void> {
    const before = [...this.#entries].filter((other) => other.group === group && other.place < place);
    await Promise.all(before.map((other) => other.read.promise));
    const named = before.filter(({ name }) => name !== null && names.has(name));
    await Promise.all(named.map((other) => other.left.promise));
  }
}

/** The turn of an item that is interpreted alone. */
export const alone: Turn = {
  isRead: () => undefined,
  after: async () => undefined,
  leave: () => undefined,
};

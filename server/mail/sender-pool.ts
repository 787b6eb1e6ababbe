import type { Sender } from './send.ts';

/** The open ways out of this process: one for each mailbox, made anew when its settings are others. */
export class SenderPool {
  /** Of the installation; null: none is set. */
  readonly fallback: Sender | null;
  readonly #own = new Map<string, { readonly settings: string; readonly sender: Sender }>();

  constructor(fallback: Sender | null) {
    this.fallback = fallback;
  }

  of(key: string, settings: string, make: () => Sender): Sender {
    const known = this.#own.get(key);
    if (known?.settings === settings) return known.sender;
    known?.sender.close();
    const sender = make();
    this.#own.set(key, { settings, sender });
    return sender;
  }

  drop(key: string): void {
    this.#own.get(key)?.sender.close();
    this.#own.delete(key);
  }

  close(): void {
    for (const { sender } of this.#own.values()) sender.close();
    this.#own.clear();
    this.fallback?.close();
  }
}

interface Token {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** A token that ends sooner than this is not begun with: a mail may be on its way for a while. */
const marginMs = 2 * 60_000;

/** Access tokens of mailboxes, in memory only, each asked for once however many need it at the same time. */
export class TokenCache {
  readonly #known = new Map<string, Token>();
  readonly #asked = new Map<string, Promise<string>>();

  of(key: string, obtain: () => Promise<Token>): Promise<string> {
    const known = this.#known.get(key);
    if (known && known.endsAt - marginMs > Date.now()) return Promise.resolve(known.accessToken);
    const asked = this.#asked.get(key) ?? this.#ask(key, obtain);
    this.#asked.set(key, asked);
    return asked;
  }

  /** The next who needs one gets another; `refused` only when it is still the one that is known. */
  forget(key: string, refused?: string): void {
    if (refused === undefined || this.#known.get(key)?.accessToken === refused) this.#known.delete(key);
  }

  async #ask(key: string, obtain: () => Promise<Token>): Promise<string> {
    try {
      const token = await obtain();
      this.#known.set(key, token);
      return token.accessToken;
    } finally {
      this.#asked.delete(key);
    }
  }
}

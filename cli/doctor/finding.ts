/** What one check found. `warning`: works, but look at it; `wrong`: mend it. No secrets in `words`. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly words: string;
}

export const ok = (check: string, words: string): Finding => ({ check, state: 'ok', words });
export const warning = (check: string, words: string): Finding => ({ check, state: 'warning', words });
export const wrong = (check: string, words: string): Finding => ({ check, state: 'wrong', words });

/** What an error says, in one line and without an address's password. */
export function reasonOf(error: unknown): string {
  const { message, code, errors } = error as Error & { code?: string; errors?: readonly Error[] };
  // Several addresses that all refuse come as one error without a message.
  const words = errors?.[0]?.message ?? (message || code || String(error));
  return words
    .replace(/\s+/g, ' ')
    .replace(/\/\/[^/@\s]*@/g, '//')
    .replace(/\.$/, '')
    .slice(0, 300);
}

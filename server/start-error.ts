/**
 * Why Pniya can't start, in sentences for the person at the terminal. The caller prints `sentences`, one per
 * line and without a stack, and exits with 1.
 */
export class StartError extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: string | readonly string[], options?: ErrorOptions) {
    const all = typeof sentences === 'string' ? [sentences] : sentences;
    super(all.join('\n'), options);
    this.name = 'StartError';
    this.sentences = all;
  }
}

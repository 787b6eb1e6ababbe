/** What became of a mail at one of its recipients. */
export interface Outcome {
  readonly address: string;
  readonly state: 'accepted' | 'refused' | 'waiting';
  readonly said: string;
}

/** As the outbox keeps them; none while all recipients fare alike. */
export function outcomesIn(kept: unknown): Outcome[] {
  return Array.isArray(kept) ? (kept as Outcome[]) : [];
}

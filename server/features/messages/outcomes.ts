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

/** Those who have the mail, in lower case. */
export function acceptedIn(outcomes: readonly Outcome[]): string[] {
  return outcomes.filter(({ state }) => state === 'accepted').map(({ address }) => address.toLowerCase());
}

/** Those of these recipients who are to be sent to. */
export function openIn<One extends string>(outcomes: readonly Outcome[], addresses: readonly One[]): One[] {
  const settled = new Set(
    outcomes.filter(({ state }) => state !== 'waiting').map(({ address }) => address.toLowerCase()),
  );
  return addresses.filter((address) => !settled.has(address.toLowerCase()));
}

/** Those whose servers will never take it, in lower case. */
export function refusedIn(outcomes: readonly Outcome[]): string[] {
  return outcomes.filter(({ state }) => state === 'refused').map(({ address }) => address.toLowerCase());
}

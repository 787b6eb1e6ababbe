import type { RecipientOutcome } from '../../../shared/messages.ts';

/** As the outbox keeps them; none while all recipients fare alike. */
export function outcomesIn(kept: unknown): RecipientOutcome[] {
  return Array.isArray(kept) ? (kept as RecipientOutcome[]) : [];
}

/** Those who have the mail, in lower case. */
export function acceptedIn(outcomes: readonly RecipientOutcome[]): string[] {
  return outcomes.filter(({ state }) => state === 'accepted').map(({ address }) => address.toLowerCase());
}

/** Those of these recipients who are to be sent to. */
export function openIn<One extends string>(
  outcomes: readonly RecipientOutcome[],
  addresses: readonly One[],
): One[] {
  const settled = new Set(
    outcomes.filter(({ state }) => state !== 'waiting').map(({ address }) => address.toLowerCase()),
  );
  return addresses.filter((address) => !settled.has(address.toLowerCase()));
}

/** Those who will never have it, in lower case: their servers refused it, or it was stopped on its way to them. */
export function missedIn(outcomes: readonly RecipientOutcome[]): string[] {
  return outcomes
    .filter(({ state }) => state === 'refused' || state === 'withdrawn')
    .map(({ address }) => address.toLowerCase());
}

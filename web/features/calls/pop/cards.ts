import type { LiveCall } from '../../../components/calls/call-queries.ts';
import type { Classified } from '../decision/use-classify.ts';

/** What was chosen while the call rang, and the number of the ticket where it is one that there is. */
export interface Intent {
  readonly as: Classified;
  readonly number: number | null;
}

/**
 * A call in this console. `ringing` at me, `speaking` with me; `spoken`: I spoke, and it has ended; `left`: it rang here and was
 * answered elsewhere, or by nobody.
 */
export interface Card {
  readonly id: string;
  readonly phase: 'ringing' | 'speaking' | 'spoken' | 'left';
  /** As it was last told of. */
  readonly call: LiveCall;
}

function phaseNow(call: LiveCall): 'ringing' | 'speaking' {
  return call.state === 'ringing' ? 'ringing' : 'speaking';
}

/** The cards once these calls ring and are spoken. Each stays in its place: what is under a hand must not move because another call rings. */
export function cardsAfter(known: readonly Card[], live: readonly LiveCall[]): readonly Card[] {
  const mine = new Map(live.filter(({ is_mine }) => is_mine).map((call) => [call.id, call]));
  const kept = known.map((card): Card => {
    const call = mine.get(card.id);
    if (call !== undefined) return { id: card.id, phase: phaseNow(call), call };
    if (card.phase === 'ringing') return { ...card, phase: 'left' };
    return card.phase === 'speaking' ? { ...card, phase: 'spoken' } : card;
  });
  const ids = new Set(known.map(({ id }) => id));
  // Newest first as they are told; the oldest has waited longest.
  const added = [...mine.values()].filter(({ id }) => !ids.has(id)).reverse();
  return [...kept, ...added.map((call): Card => ({ id: call.id, phase: phaseNow(call), call }))];
}

import type { RecipientOutcome } from '../../../shared/messages.ts';
import type { SendResult } from '../../mail/send.ts';

/** What is known of a mail's recipients after an attempt. */
export interface Fate {
  /** Somebody is to be tried again. */
  readonly isWaiting: boolean;
  /** In lower case. */
  readonly reached: ReadonlySet<string>;
  /** Of each recipient; none when all fared alike. */
  readonly outcomes: readonly RecipientOutcome[];
  /** What stands for the whole: of who waits, else of who has it, else of who was refused. */
  readonly answer: string;
}

/** `before` is what was known of recipients then; after the last attempt nobody waits. */
export function fateOf(
  recipients: readonly string[],
  before: readonly RecipientOutcome[],
  result: SendResult,
  isLast: boolean,
): Fate {
  const known = new Map(before.map((outcome) => [outcome.address.toLowerCase(), outcome]));
  const rejected = new Map(result.rejected?.map((one) => [one.address.toLowerCase(), one]));
  const later = isLast ? 'refused' : 'waiting';
  const states = { accepted: 'accepted', refused: 'refused', postponed: later } as const;
  const outcomes = recipients.map((address): RecipientOutcome => {
    const settled = known.get(address.toLowerCase());
    if (settled && settled.state !== 'waiting') return settled;
    const own = rejected.get(address.toLowerCase());
    if (own) return { address, state: own.isFinal ? 'refused' : later, said: own.answer };
    return { address, state: states[result.kind], said: result.answer };
  });
  const of = (state: RecipientOutcome['state']) => outcomes.filter((outcome) => outcome.state === state);
  const accepted = of('accepted');
  const isAlike = accepted.length === outcomes.length || of('refused').length === outcomes.length;
  const isWaiting = of('waiting').length > 0;
  return {
    isWaiting,
    reached: new Set(accepted.map(({ address }) => address.toLowerCase())),
    outcomes: isAlike || of('waiting').length === outcomes.length ? [] : outcomes,
    answer: [...of('waiting'), ...accepted, ...of('refused')][0]?.said ?? result.answer,
  };
}

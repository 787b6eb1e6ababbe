import type { Dice } from './dice.ts';
import type { Outcome } from './steps.ts';

/** What mail servers answer when they take a mail, each in its own way. */
export function acceptedBy(dice: Dice, address: string, at: Date): Outcome {
  const seconds = Math.floor(at.getTime() / 1000);
  const answers = [
    `250 2.0.0 Ok: queued as ${dice.hex(10).toUpperCase()}`,
    `250 2.0.0 OK  ${seconds} ${dice.hex(13)}-${dice.hex(16)}si${dice.between(1e6, 9e6)}${dice.hex(3)}.${dice.between(10, 999)} - gsmtp`,
    `250 2.6.0 <${dice.hex(12)}@${address.split('@')[1]}> [InternalId=${dice.between(1e9, 9e9)}] Queued mail for delivery`,
    `250 2.0.0 OK queued as ${dice.hex(8)}`,
  ];
  const attempts = dice.chance(0.03) ? dice.between(2, 4) : 1;
  return {
    isAccepted: true,
    answer: dice.pick(answers),
    attempts,
    // Greylisting: taken at a later attempt.
    afterMs: attempts === 1 ? dice.between(900, 4_000) : attempts * 5 * 60_000,
  };
}

export function refusedBy(dice: Dice, address: string): Outcome {
  const answer = dice.pick([
    `550 5.1.1 <${address}>: Recipient address rejected: User unknown in local recipient table`,
    '552 5.2.2 Mailbox full, please try again later or contact the recipient by other means',
    '550 5.7.1 Message rejected by recipient policy',
  ]);
  return { isAccepted: false, answer, attempts: 1, afterMs: dice.between(900, 4_000) };
}

import type { z } from 'zod';
import { intakeState } from '../../../shared/intake.ts';
import { ticketChannel } from '../../../shared/tickets.ts';
import { isPeriod, type Period, usualPeriod } from './period.ts';

export type IntakeState = z.infer<typeof intakeState>;
export type IntakeChannel = z.infer<typeof ticketChannel>;

export interface IntakeSearch {
  state?: IntakeState;
  channel?: IntakeChannel;
  /** What the equation counts; the rows are not limited by it. */
  since?: Exclude<Period, typeof usualPeriod>;
}

/** Reads the ledger's filters from an address; what makes no sense is left out rather than refused. */
export function intakeSearchOf(given: Record<string, unknown>): IntakeSearch {
  const state = intakeState.safeParse(given.state);
  const channel = ticketChannel.safeParse(given.channel);
  const { since } = given;
  return {
    ...(state.success && { state: state.data }),
    ...(channel.success && { channel: channel.data }),
    ...(isPeriod(since) && since !== usualPeriod && { since }),
  };
}

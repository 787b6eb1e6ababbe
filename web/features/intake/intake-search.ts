import type { z } from 'zod';
import { intakeState } from '../../../shared/intake.ts';
import { ticketChannel } from '../../../shared/tickets.ts';

export interface IntakeSearch {
  state?: z.infer<typeof intakeState>;
  channel?: z.infer<typeof ticketChannel>;
}

/** Reads the ledger's filters from an address; what makes no sense is left out rather than refused. */
export function intakeSearchOf(given: Record<string, unknown>): IntakeSearch {
  const state = intakeState.safeParse(given.state);
  const channel = ticketChannel.safeParse(given.channel);
  return {
    ...(state.success && { state: state.data }),
    ...(channel.success && { channel: channel.data }),
  };
}

import type { z } from 'zod';
import { intakeState } from '../../../shared/intake.ts';
import { ticketChannel } from '../../../shared/tickets.ts';
import { isPeriod, type Period } from './period.ts';

export type IntakeState = z.infer<typeof intakeState>;
export type IntakeChannel = z.infer<typeof ticketChannel>;

export type SettledAs = 'ticket' | 'reply';

export interface IntakeSearch {
  state?: IntakeState;
  channel?: IntakeChannel;
  /** What the equation counts; named, it limits the rows too. Without it all rows are shown. */
  since?: Period;
  /** Of what became tickets: what opened one, or what was added to a known one. */
  as?: SettledAs;
  /** What came by this mailbox. */
  mailbox?: string;
  /** What reached the business on this day, as 2026-09-23. */
  day?: string;
}

const isDay = (given: unknown): given is string =>
  typeof given === 'string' && /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given));

/** Reads the ledger's filters from an address; what makes no sense is left out rather than refused. */
export function intakeSearchOf(given: Record<string, unknown>): IntakeSearch {
  const state = intakeState.safeParse(given.state);
  const channel = ticketChannel.safeParse(given.channel);
  const { since, as, mailbox, day } = given;
  return {
    ...(state.success && { state: state.data }),
    ...(channel.success && { channel: channel.data }),
    ...(isPeriod(since) && { since }),
    ...((as === 'ticket' || as === 'reply') && state.data === 'ticket' && { as }),
    ...(typeof mailbox === 'string' && /^\d{1,39}$/.test(mailbox) && { mailbox }),
    ...(isDay(day) && { day }),
  };
}

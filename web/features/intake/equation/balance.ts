import type { AnswerOf } from '../../../../shared/endpoint.ts';
import type { summariseIntake } from '../../../../shared/intake.ts';
import type { IntakeState, SettledAs } from '../intake-search.ts';

export type ChannelSum = AnswerOf<typeof summariseIntake>['channels'][number];
export type SummandName = Exclude<keyof ChannelSum, 'channel' | 'total'>;

/** In the order in which they are said, with the state whose rows they count. */
export const summands = [
  { name: 'tickets', state: 'ticket', as: 'ticket' },
  { name: 'replies', state: 'ticket', as: 'reply' },
  { name: 'duplicate', state: 'duplicate' },
  { name: 'ignored', state: 'ignored' },
  { name: 'rejected', state: 'rejected' },
  { name: 'quarantined', state: 'quarantined' },
  { name: 'pending', state: 'pending' },
] as const satisfies readonly { name: SummandName; state: IntakeState; as?: SettledAs }[];

export interface Balance {
  /** Rows that nothing has been decided about yet. */
  pending: number;
  quarantined: number;
  /** Rows that are in none of the summands: anything but zero is a fault of ours. */
  missing: number;
}

/** Whether what came is what was made of it. */
export function balanceOf(channels: readonly ChannelSum[]): Balance {
  const sum = (of: (one: ChannelSum) => number) => channels.reduce((whole, one) => whole + of(one), 0);
  const explained = sum((one) => summands.reduce((whole, { name }) => whole + one[name], 0));
  return {
    pending: sum((one) => one.pending),
    quarantined: sum((one) => one.quarantined),
    missing: sum((one) => one.total) - explained,
  };
}

import type { IntakeRow } from '../../../shared/intake.ts';

/** The word for what has no title: a call has none until it has ended, and who calls stands beside it. */
export function namelessOf({ channel, state }: Pick<IntakeRow, 'channel' | 'state'>) {
  if (channel !== 'phone') return 'row.untitled';
  return state === 'quarantined' ? 'row.unreadPush' : 'row.call';
}

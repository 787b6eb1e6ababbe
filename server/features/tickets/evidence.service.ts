import type { Context } from '../../context.ts';
import {
  insertHandling,
  lastSaidAt,
  refreshWaiting as refresh,
  undoHandling,
  undoReply,
  waitingMistakes,
} from './handled.sql.ts';
import { actorNames, insertEvents } from './history.sql.ts';

// What the features above write into a ticket's history and evidence, in their own transactions.

/** A line of history; answers the ids in order. */
export const recordEvents = insertEvents;
/** Evidence that the customer's words up to an instant are handled. */
export const recordHandling = insertHandling;
/** A reply did not arrive: it handles nothing. */
export const undoReplyHandling = undoReply;
/** A call turns out to be no evidence of a ticket. */
export const undoCallHandling = undoHandling;
/** To be called in the transaction that added a word or a handling. */
export const refreshWaiting = refresh;
/**
 * The instant from which a word of the customer counts: when it reached us, but never before what was said while nobody could
 * see it (a mail that waited in quarantine, a worker that was down): what is said covers what was there to be read.
 */
export async function instantOfWord(ctx: Context, ticketId: string, reachedAt: Date): Promise<Date> {
  const said = await lastSaidAt(ctx, ticketId);
  if (said === null || said < reachedAt) return reachedAt;
  return new Date(Math.max(ctx.now().getTime(), said.getTime() + 1));
}
/** Tickets whose waiting_since is not what the predicate says: there must be none. */
export const findWaitingMistakes = waitingMistakes;
/** Names of API clients and accounts by their actor texts. */
export const namesOfActors = actorNames;

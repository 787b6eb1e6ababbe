import { insertHandling, refreshWaiting as refresh, waitingMistakes } from './handled.sql.ts';
import { actorNames, insertEvents } from './history.sql.ts';

// What the features above write into a ticket's history and evidence, in their own transactions.

/** A line of history; answers the ids in order. */
export const recordEvents = insertEvents;
/** Evidence that the customer's words up to an instant are handled. */
export const recordHandling = insertHandling;
/** To be called in the transaction that added a word or a handling. */
export const refreshWaiting = refresh;
/** Tickets whose waiting_since is not what the predicate says: there must be none. */
export const findWaitingMistakes = waitingMistakes;
/** Names of API clients and accounts by their actor texts. */
export const namesOfActors = actorNames;

import { callDirections, type listCalls } from '../../../shared/calls.ts';
import type { QueryInput } from '../../../shared/endpoint.ts';
import { noQueue } from '../../components/calls/queues.ts';

export interface CallsSearch {
  /** Those that somebody has to do something about. */
  show?: 'missed' | 'unclassified' | 'unbooked';
  direction?: (typeof callDirections)[number];
  user?: string;
  queue?: string;
  /** A number in any spelling, or a tail of it. */
  phone?: string;
  account?: string;
  ticket?: string;
  /** Of this exchange; a day is then one by its clock. */
  connection?: string;
  /** As 2026-09-23. */
  day?: string;
  /** Instants between which they began. */
  since?: string;
  until?: string;
  /** Of those that the exchange’s own records have: all, those that came by themselves, those that comparing found. */
  came?: 'booked' | 'itself' | 'compared';
}

const isId = (given: unknown): given is string => typeof given === 'string' && /^\d{1,39}$/.test(given);
const isText = (given: unknown, most: number): given is string =>
  typeof given === 'string' && given.trim() !== '' && given.length <= most;

const isDay = (given: unknown): given is string =>
  typeof given === 'string' && /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given));
const isInstant = (given: unknown): given is string =>
  typeof given === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(given) && !Number.isNaN(Date.parse(given));

/** Reads the filters of the calls from an address; what makes no sense is left out rather than refused. */
export function callsSearchOf(given: Record<string, unknown>): CallsSearch {
  const { show, direction, user, queue, phone, account, ticket, connection, day, since, until, came } = given;
  const way = callDirections.find((one) => one === direction);
  return {
    ...((show === 'missed' || show === 'unclassified' || show === 'unbooked') && { show }),
    ...(way !== undefined && { direction: way }),
    ...(isId(user) && { user }),
    ...(isText(queue, 200) && { queue }),
    ...(isText(phone, 100) && { phone }),
    ...(isId(account) && { account }),
    ...(isId(ticket) && { ticket }),
    ...(isId(connection) && { connection }),
    ...(isDay(day) && { day }),
    ...(isInstant(since) && { since }),
    ...(isInstant(until) && { until }),
    ...((came === 'booked' || came === 'itself' || came === 'compared') && { came }),
  };
}

/** The query of the list that shows these calls. */
export function listQueryOf({ show, queue, came, ...rest }: CallsSearch): QueryInput<typeof listCalls> {
  return {
    ...rest,
    ...(queue !== undefined && (queue === noQueue ? { without_queue: 'true' } : { queue })),
    ...(came !== undefined && { unbooked: 'false' }),
    ...(came === 'itself' && { pulled: 'false' }),
    ...(came === 'compared' && { pulled: 'true' }),
    ...(show === 'missed' && { missed: 'true' }),
    ...(show === 'unclassified' && { unclassified: 'true' }),
    ...(show === 'unbooked' && { unbooked: 'true' }),
  };
}

/** A tail of fewer digits finds too much to be looked for. */
export const leastDigits = 4;
export const digitsIn = (text: string) => text.replace(/\D/g, '').length;

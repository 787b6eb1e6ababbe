import type { QueryInput } from '../../../shared/endpoint.ts';
import { type listTickets, ticketViews } from '../../../shared/tickets.ts';

export type TicketView = (typeof ticketViews)[number];

/** What the address says about the queue; `owner` may be `none`. */
export interface QueueSearch {
  view?: TicketView;
  status?: string;
  department?: string;
  priority?: string;
  owner?: string;
}

/** The queue, and on a screen with room for one pane whether the customer's card is in front of the ticket. */
export interface TicketSearch extends QueueSearch {
  pane?: 'customer';
}

export const filterNames = ['status', 'department', 'priority', 'owner'] as const;
export type FilterName = (typeof filterNames)[number];

const isView = (given: unknown): given is TicketView => ticketViews.some((view) => view === given);

/** An id in an address; the router's parser may have made a number of a short one. */
function idOf(given: unknown): string | undefined {
  const text = typeof given === 'number' ? String(given) : given;
  return typeof text === 'string' && /^\d{1,39}$/.test(text) ? text : undefined;
}

/** Reads the queue's part of an address; what makes no sense is left out rather than refused. */
export function ticketSearchOf(given: Record<string, unknown>): TicketSearch {
  const search: TicketSearch = {};
  if (isView(given.view) && given.view !== 'waiting') search.view = given.view;
  for (const name of filterNames) {
    const id = name === 'owner' && given.owner === 'none' ? 'none' : idOf(given[name]);
    if (id !== undefined) search[name] = id;
  }
  if (given.pane === 'customer') search.pane = 'customer';
  return search;
}

/** The queue's part alone. */
export function queueOf({ pane: _, ...queue }: TicketSearch): QueueSearch {
  return queue;
}

export const isFiltered = (search: QueueSearch) => filterNames.some((name) => search[name] !== undefined);

/** The same queue without any filter. */
export const withoutFilters = (search: QueueSearch): QueueSearch =>
  search.view === undefined ? {} : { view: search.view };

/** The query of the list that shows this queue. */
export function listQueryOf(search: QueueSearch): QueryInput<typeof listTickets> {
  return { ...search, view: search.view ?? 'waiting' };
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type TicketSearch, ticketSearchOf } from './ticket-search.ts';

/** The queue that the address describes; the same object as long as it is the same queue. */
export function useTicketSearch(): TicketSearch {
  const given: Record<string, unknown> = useSearch({ strict: false });
  const text = JSON.stringify(ticketSearchOf(given));
  return useMemo(() => JSON.parse(text) as TicketSearch, [text]);
}

/** Shows another queue, on the list's own address, and keeps the open ticket open. */
export function useQueueNavigation(): (search: TicketSearch) => void {
  const navigate = useNavigate();
  return useCallback((search) => void navigate({ to: '.', search, replace: true }), [navigate]);
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type QueueSearch, queueOf, ticketSearchOf } from './ticket-search.ts';

/** The queue that the address describes; the same object as long as it is the same queue. */
export function useQueueSearch(): QueueSearch {
  const given: Record<string, unknown> = useSearch({ strict: false });
  const text = JSON.stringify(queueOf(ticketSearchOf(given)));
  return useMemo(() => JSON.parse(text) as QueueSearch, [text]);
}

/** Shows another queue and keeps the open ticket open. */
export function useQueueNavigation(): (search: QueueSearch) => void {
  const navigate = useNavigate();
  return useCallback((search) => void navigate({ to: '.', search, replace: true }), [navigate]);
}

/** Whether the customer's card is in front of the ticket (where there is room for one of them), and the way there and back. */
export function useCustomerPane(): { isOpen: boolean; show: (isOpen: boolean) => void } {
  const search = useQueueSearch();
  const given: { pane?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = useCallback(
    (isOpen: boolean) =>
      void navigate({ to: '.', search: isOpen ? { ...search, pane: 'customer' } : search }),
    [navigate, search],
  );
  return { isOpen: given.pane === 'customer', show };
}

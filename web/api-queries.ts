import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { AllLists } from '../shared/lists.ts';
import { readLists } from '../shared/lists.ts';
import { listMailboxes } from '../shared/mailboxes.ts';
import type { Permission } from '../shared/permissions.ts';
import { listTemplates, readSignatures } from '../shared/templates.ts';
import { countTickets } from '../shared/tickets.ts';
import type { Session } from '../shared/users.ts';
import { readSession } from '../shared/users.ts';
import { call } from './api.ts';

/**
 * The first words of query keys, which live.ts invalidates by: `tickets` for lists of tickets and counts,
 * `ticket` for one ticket's page (`['ticket', number, …]`), `account`, `intake`, `lists`, `settings`, `templates`.
 */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(readSession, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const listsQuery = queryOptions({
  queryKey: ['lists'],
  queryFn: ({ signal }) => call(readLists, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const mailboxesQuery = queryOptions({
  queryKey: ['settings', 'mailboxes'],
  queryFn: ({ signal }) => call(listMailboxes, { signal }),
});

export const countsQuery = queryOptions({
  queryKey: ['tickets', 'counts'],
  queryFn: ({ signal }) => call(countTickets, { signal }),
});

/** Reply templates, inactive ones included; for those who reply. */
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => call(listTemplates, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const signaturesQuery = queryOptions({
  queryKey: ['templates', 'signatures'],
  queryFn: ({ signal }) => call(readSignatures, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Who is signed in. Only below the signed-in part of the router, which has read it already. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the signed-in user may do a thing; what they may not do is hidden. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/** The tenant's lists, inactive rows included; undefined until they are read. */
export function useLists(): AllLists | undefined {
  return useQuery(listsQuery).data;
}

/** How many wait for us (up to 1,000); undefined until counted. */
export function useCounts() {
  return useQuery(countsQuery).data;
}

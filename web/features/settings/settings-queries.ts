import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { listApiClients } from '../../../shared/api-clients.ts';
import { listDkimKeys } from '../../../shared/dkim-keys.ts';
import { listMailApps } from '../../../shared/mail-apps.ts';
import { readMailboxHistory } from '../../../shared/mailboxes.ts';
import { listPhoneConnections, listUserPhones } from '../../../shared/phone-connections.ts';
import { listUsers } from '../../../shared/users.ts';
import { call } from '../../api.ts';

export const usersQuery = queryOptions({
  queryKey: ['settings', 'users'],
  queryFn: ({ signal }) => call(listUsers, { signal }),
});

export const apiClientsQuery = queryOptions({
  queryKey: ['settings', 'api-clients'],
  queryFn: ({ signal }) => call(listApiClients, { signal }),
});

export const mailAppsQuery = queryOptions({
  queryKey: ['settings', 'mail-apps'],
  queryFn: ({ signal }) => call(listMailApps, { signal }),
});

export const dkimKeysQuery = queryOptions({
  queryKey: ['settings', 'dkim-keys'],
  queryFn: ({ signal }) => call(listDkimKeys, { signal }),
});

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['settings', 'mailboxes', id, 'history'],
    queryFn: ({ signal }) => call(readMailboxHistory, { params: { id }, signal }),
  });

export const phoneConnectionsQuery = queryOptions({
  queryKey: ['settings', 'phone'],
  queryFn: ({ signal }) => call(listPhoneConnections, { signal }),
});

export const userPhonesQuery = queryOptions({
  queryKey: ['settings', 'user-phones'],
  queryFn: ({ signal }) => call(listUserPhones, { signal }),
});

/** Reads again what a change of the settings may have touched: names in lists too. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(['settings', 'lists'].map((first) => client.invalidateQueries({ queryKey: [first] })));
  };
}

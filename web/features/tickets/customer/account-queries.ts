import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { readAccount } from '../../../../shared/accounts.ts';
import { call } from '../../../api.ts';

/** Everything that is known of a customer. */
export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id],
    queryFn: ({ signal }) => call(readAccount, { params: { id }, signal }),
  });

/** Reads again what shows customers, after one was changed. */
export async function readAccountsAgain(client: QueryClient): Promise<void> {
  await Promise.all(['account', 'ticket'].map((first) => client.invalidateQueries({ queryKey: [first] })));
}

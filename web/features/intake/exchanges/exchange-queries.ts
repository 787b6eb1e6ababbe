import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  importCalls,
  listComparedExchanges,
  type PhoneReconciliation,
  reconcileExchange,
} from '../../../../shared/phone-reconciliations.ts';
import { call, sendFile } from '../../../api.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { ledgerKeys } from '../ledger-queries.ts';

/** All exchanges with their newest comparisons; use-ledger-refresh.ts reads them again. */
export const exchangesQuery = queryOptions({
  queryKey: [...ledgerKeys.compared, 'exchanges'],
  queryFn: ({ signal }) => call(listComparedExchanges, { signal }),
});

/** Shown as running before anything is heard of it. */
function useShown(id: string) {
  const client = useQueryClient();
  return (latest: PhoneReconciliation) =>
    client.setQueryData(exchangesQuery.queryKey, (known) =>
      known === undefined
        ? known
        : { items: known.items.map((one) => (one.connection.id === id ? { ...one, latest } : one)) },
    );
}

export function useComparison(id: string) {
  const fail = useFailure();
  return useMutation({
    mutationFn: () => call(reconcileExchange, { params: { id }, body: {} }),
    onSuccess: useShown(id),
    onError: (error) => fail(error),
  });
}

export function useImport(id: string) {
  const fail = useFailure();
  return useMutation({
    mutationFn: (file: File) =>
      sendFile(importCalls, {
        ...{ params: { id }, query: {}, file },
        signal: new AbortController().signal,
        onProgress: () => undefined,
      }),
    onSuccess: useShown(id),
    onError: (error) => fail(error),
  });
}

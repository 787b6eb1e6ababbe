import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  listComparedMailboxes,
  listReconciliations,
  reconcileMailbox,
} from '../../../../shared/reconciliations.ts';
import { call } from '../../../api.ts';
import { useFailure } from '../../../components/useFailure.ts';
import { ledgerKeys } from '../ledger-queries.ts';

/** All mailboxes with their newest sweeps; use-ledger-refresh.ts reads them again. */
export const comparedQuery = queryOptions({
  queryKey: [...ledgerKeys.compared, 'mailboxes'],
  queryFn: ({ signal }) => call(listComparedMailboxes, { signal }),
});

export const sweepsQuery = (mailboxId: string) =>
  queryOptions({
    queryKey: [...ledgerKeys.compared, 'sweeps', mailboxId],
    queryFn: ({ signal }) => call(listReconciliations, { params: { id: mailboxId }, signal }),
  });

/** What a mailbox is called; null while it is not known. */
export function useMailboxName(id: string | undefined): string | null {
  const { data } = useQuery({ ...comparedQuery, enabled: id !== undefined });
  return data?.items.find(({ mailbox }) => mailbox.id === id)?.mailbox.name ?? null;
}

/** Asks for a sweep; it is shown as running before anything is heard of it. */
export function useSweep(mailboxId: string) {
  const client = useQueryClient();
  const fail = useFailure();
  return useMutation({
    mutationFn: () => call(reconcileMailbox, { params: { id: mailboxId } }),
    onSuccess: (latest) => {
      client.setQueryData(comparedQuery.queryKey, (known) =>
        known === undefined
          ? known
          : {
              items: known.items.map((one) => (one.mailbox.id === mailboxId ? { ...one, latest } : one)),
            },
      );
    },
    onError: (error) => fail(error),
  });
}

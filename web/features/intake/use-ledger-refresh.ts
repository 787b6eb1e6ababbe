import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { IntakeRow } from '../../../shared/intake.ts';
import { paced } from '../../components/paced.ts';
import { useChanges } from '../../live.ts';
import { isSettledForGood, ledgerKeys } from './ledger-queries.ts';

/** Counting a month is dearer than reading what is on the screen. */
const milliseconds = { rows: 1000, sums: 5000, items: 2000, compared: 1000 };

/**
 * Keeps the ledger's rows, its equation and the open row true, never more often than a person could read. An inquiry by
 * API is announced as a ticket, not as an intake item, so both count.
 */
export function useLedgerRefresh(): void {
  const client = useQueryClient();
  const [runs] = useState(() => {
    const readAgain = (queryKey: QueryKey) => () => void client.invalidateQueries({ queryKey });
    return [
      paced(readAgain(ledgerKeys.rows), milliseconds.rows),
      paced(readAgain(ledgerKeys.sums), milliseconds.sums),
      paced(readAgain(ledgerKeys.compared), milliseconds.compared),
      paced(
        () =>
          void client.invalidateQueries({
            queryKey: ledgerKeys.items,
            predicate: ({ state: { data } }) => data === undefined || !isSettledForGood(data as IntakeRow),
          }),
        milliseconds.items,
      ),
    ];
  });
  useChanges((changes) => {
    if (changes.some(({ kind }) => kind === 'intake' || kind === 'ticket')) for (const run of runs) run.ask();
  });
  useEffect(
    () => () => {
      for (const run of runs) run.cancel();
    },
    [runs],
  );
}

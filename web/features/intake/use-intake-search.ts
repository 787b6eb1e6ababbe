import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type IntakeSearch, intakeSearchOf } from './intake-search.ts';

/** What the address asks of the ledger; the same object as long as it asks the same. */
export function useIntakeSearch(): IntakeSearch {
  const text = JSON.stringify(intakeSearchOf(useSearch({ strict: false })));
  return useMemo(() => JSON.parse(text) as IntakeSearch, [text]);
}

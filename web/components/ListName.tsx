import { useLists } from '../api-queries.ts';
import { Auto } from './Isolates.tsx';

export type ShownList = 'departments' | 'priorities' | 'statuses' | 'account_statuses' | 'account_types';

/** A row of one of the tenant's lists by id, as the tenant writes it; a dash for null. */
export function ListName({ list, id }: { list: ShownList; id: string | null }) {
  const lists = useLists();
  if (id === null) return <>—</>;
  const found = lists?.[list].find((row) => row.id === id);
  return found === undefined ? <>…</> : <Auto>{found.name}</Auto>;
}

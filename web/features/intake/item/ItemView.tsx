import { useMay } from '../../../api-queries.ts';
import type { IntakeItem } from '../ledger-queries.ts';
import { useIntakeSearch } from '../use-intake-search.ts';
import { Envelope } from './Envelope.tsx';
import { Facts } from './Facts.tsx';
import { ItemActions } from './ItemActions.tsx';
import { Meaning } from './Meaning.tsx';
import { RawText } from './RawText.tsx';

/** Everything of one row of the ledger. */
export function ItemView({ item }: { item: IntakeItem }) {
  const search = useIntakeSearch();
  const mayWrite = useMay('intake:write');
  return (
    <>
      <Meaning item={item} search={search} />
      {mayWrite ? <ItemActions item={item} /> : null}
      <Facts item={item} />
      <Envelope envelope={item.envelope} />
      <RawText item={item} />
    </>
  );
}

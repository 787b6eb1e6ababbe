import { useTranslation } from 'react-i18next';
import { useLists, useSession } from '../../../api-queries.ts';
import { fieldProblem } from '../../../components/problem-text.ts';
import { ListPicker } from '../ListPicker.tsx';
import { choicesOf } from '../list-choices.ts';
import { rowsFor } from '../queue/QueueFilters.tsx';
import { type FilterName, filterNames } from '../ticket-search.ts';
import styles from './NewTicket.module.css';
import type { NewTicket } from './new-ticket-draft.ts';

/** The names that the server gives these fields in a refusal. */
const wireNames = {
  status: 'status',
  owner: 'owner',
  department: 'department_id',
  priority: 'priority_id',
} as const;
const none = '';

interface Props {
  ticket: NewTicket;
  onChange: (fields: Partial<NewTicket>) => void;
  problem: unknown;
}

/** Who handles it, how urgently, and where it stands. */
export function RoutingFields({ ticket, onChange, problem }: Props) {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const me = useSession().user.id;
  if (lists === undefined) return null;
  // The server gives a ticket without a status the first open one: said here, so that nobody is surprised.
  const first = lists.statuses.find((status) => status.type === 'open' && status.is_active)?.id ?? none;
  const chosenIn = (name: FilterName) => (name === 'status' && ticket.status === none ? first : ticket[name]);
  return (
    <div className={styles.pickers}>
      {filterNames.map((name) => {
        const refused = fieldProblem(problem, wireNames[name]);
        const rows = choicesOf(rowsFor(lists, name), null, me);
        const empty = { value: none, label: t(`fields.none.${name}`), isInactive: false };
        return (
          <div key={name}>
            <ListPicker
              label={t(`fields.${name}`)}
              choices={name === 'status' ? rows : [...rows, empty]}
              value={chosenIn(name)}
              onPick={(value) => onChange({ [name]: value })}
            />
            {refused === null ? null : (
              <p className={styles.problem} role="alert">
                {refused}
              </p>
            )}
          </div>
        );
      })}
    </div>
  );
}

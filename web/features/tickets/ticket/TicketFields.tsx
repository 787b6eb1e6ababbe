import { useTranslation } from 'react-i18next';
import type { AllLists } from '../../../../shared/lists.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { useLists, useMay, useSession } from '../../../api-queries.ts';
import { ListPicker } from '../ListPicker.tsx';
import { type Choice, choicesOf } from '../list-choices.ts';
import { type TicketPatch, useTicketChanges } from '../use-ticket-changes.ts';
import styles from './TicketFields.module.css';

const none = '';
const keyCodes = { status: 'KeyS', owner: 'KeyA', department: 'KeyD', priority: 'KeyP' } as const;

function choicesFor(lists: AllLists, ticket: Ticket, me: string) {
  return {
    status: choicesOf(lists.statuses, ticket.status_id),
    owner: choicesOf(lists.users, ticket.owner_id, me),
    department: choicesOf(lists.departments, ticket.department_id),
    priority: choicesOf(lists.priorities, ticket.priority_id),
  };
}

/** Status, owner, department and priority of a ticket, each a key away. */
export function TicketFields({ ticket, onStatus }: { ticket: Ticket; onStatus: (id: string) => void }) {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const me = useSession().user.id;
  const mayWrite = useMay('tickets:write');
  const { change } = useTicketChanges();
  if (lists === undefined) return <div className={styles.fields} />;
  const choices = choicesFor(lists, ticket, me);

  const picker = (
    name: keyof typeof keyCodes,
    value: string | null,
    onPick: (value: string) => void,
    offered: readonly Choice[] = [
      ...choices[name],
      { value: none, label: t(`fields.none.${name}`), isInactive: false },
    ],
  ) => (
    <ListPicker
      label={t(`fields.${name}`)}
      choices={offered}
      value={value ?? none}
      onPick={onPick}
      disabled={!mayWrite}
      {...(mayWrite ? { keyCode: keyCodes[name] } : {})}
    />
  );
  const put =
    (name: 'owner' | 'department' | 'priority', patchOf: (id: string | null) => TicketPatch) =>
    (value: string) => {
      const label = choices[name].find((choice) => choice.value === value)?.label ?? t(`fields.none.${name}`);
      const said = t('toast.changed', { number: ticket.number, field: t(`fields.${name}`), value: label });
      void change(ticket, patchOf(value === none ? null : value), said);
    };
  return (
    <div className={styles.fields}>
      {picker('status', ticket.status_id, onStatus, choices.status)}
      {picker(
        'owner',
        ticket.owner_id,
        put('owner', (owner) => ({ owner })),
      )}
      {picker(
        'department',
        ticket.department_id,
        put('department', (department_id) => ({ department_id })),
      )}
      {picker(
        'priority',
        ticket.priority_id,
        put('priority', (priority_id) => ({ priority_id })),
      )}
    </div>
  );
}

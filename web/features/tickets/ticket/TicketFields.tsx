import { useTranslation } from 'react-i18next';
import type { AllLists } from '../../../../shared/lists.ts';
import type { Ticket } from '../../../../shared/tickets.ts';
import { useLists, useSession } from '../../../api-queries.ts';
import { ListPicker, PlainField } from '../ListPicker.tsx';
import { type Choice, choicesOf } from '../list-choices.ts';
import { useMayChange } from '../use-may-change.ts';
import { type TicketPatch, useTicketChanges } from '../use-ticket-changes.ts';
import styles from './TicketFields.module.css';

const none = '';
const keyCodes = { status: 'KeyS', owner: 'KeyA', department: 'KeyD', priority: 'KeyP' } as const;

type Name = keyof typeof keyCodes;
const names = ['status', 'owner', 'department', 'priority'] as const satisfies readonly Name[];

function choicesFor(lists: AllLists, ticket: Ticket, me: string) {
  return {
    status: choicesOf(lists.statuses, ticket.status_id),
    owner: choicesOf(lists.users, ticket.owner_id, me),
    department: choicesOf(lists.departments, ticket.department_id),
    priority: choicesOf(lists.priorities, ticket.priority_id),
  };
}

function valuesOf(ticket: Ticket): Record<Name, string | null> {
  const { status_id: status, owner_id: owner, department_id: department, priority_id: priority } = ticket;
  return { status, owner, department, priority };
}

function patchFor(name: Exclude<Name, 'status'>, id: string | null): TicketPatch {
  if (name === 'owner') return { owner: id };
  return name === 'department' ? { department_id: id } : { priority_id: id };
}

/** Status, owner, department and priority of a ticket, each a key away; only words for somebody who may not change them. */
export function TicketFields({ ticket, onStatus }: { ticket: Ticket; onStatus: (id: string) => void }) {
  const { t } = useTranslation('tickets');
  const lists = useLists();
  const me = useSession().user.id;
  const mayWrite = useMayChange(ticket);
  const { change } = useTicketChanges();
  if (lists === undefined) return <div className={styles.fields} />;
  const choices = choicesFor(lists, ticket, me);
  const values = valuesOf(ticket);
  const nameOf = (name: Name, id: string | null) =>
    choices[name].find((choice) => choice.value === id)?.label ?? t(`fields.none.${name}`);
  const put = (name: Name, value: string) => {
    if (name === 'status') return onStatus(value);
    const id = value === none ? null : value;
    const said = t('toast.changed', {
      number: ticket.number,
      field: t(`fields.${name}`),
      value: nameOf(name, id),
    });
    void change(ticket, patchFor(name, id), said);
  };
  const emptied = (name: Name): Choice => ({
    value: none,
    label: t(`fields.none.${name}`),
    isInactive: false,
  });
  return (
    <div className={styles.fields}>
      {names.map((name) =>
        mayWrite ? (
          <ListPicker
            key={name}
            label={t(`fields.${name}`)}
            choices={name === 'status' ? choices.status : [...choices[name], emptied(name)]}
            value={values[name] ?? none}
            onPick={(value) => put(name, value)}
            keyCode={keyCodes[name]}
          />
        ) : (
          <PlainField key={name} label={t(`fields.${name}`)} value={nameOf(name, values[name])} />
        ),
      )}
    </div>
  );
}

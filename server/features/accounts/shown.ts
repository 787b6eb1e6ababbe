import type { Account, AccountCard } from '../../../shared/accounts.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { ActorShown } from '../../../shared/messages.ts';
import type { TenantLists } from '../../context.ts';

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly company: string | null;
}

interface CardRow extends AccountRow {
  readonly first_name: string | null;
  readonly owner_id: string | null;
  readonly status_id: string | null;
  readonly type_id: string | null;
  readonly created_at: Date;
  readonly city: string | null;
  readonly address: string | null;
  readonly website: string | null;
}

interface ContactRow {
  readonly account_id: string;
  readonly kind: string;
  readonly value: string;
  readonly shown: string;
  readonly bounced_at: Date | null;
  readonly said: string | null;
}

interface NoteRow {
  readonly id: string;
  readonly text: string;
  readonly created_at: Date;
  readonly created_by: string;
}

export type CardWithoutTickets = Omit<AccountCard, 'tickets'>;

/** Names of those who act, for show: users from the lists, others from `names` by actor text. */
export interface Names {
  readonly users: TenantLists['users'];
  readonly others: ReadonlyMap<string, string>;
}

const wireOrNull = (id: string | null): string | null => (id === null ? null : wireIdOf(id));

export function accountShown(account: AccountRow, contacts: readonly ContactRow[]): Account {
  const own = contacts.filter((contact) => contact.account_id === account.id);
  return {
    id: wireIdOf(account.id),
    name: account.name,
    company: account.company,
    contacts: own.map(({ kind, value, shown, bounced_at: at, said }) => ({
      kind: kind === 'email' ? 'email' : 'phone',
      value,
      shown,
      bounced: at === null ? null : { at: at.toISOString(), said: said ?? '' },
    })),
  };
}

export function cardShown(
  account: CardRow,
  contacts: readonly ContactRow[],
  notes: AccountCard['notes'],
): CardWithoutTickets {
  return {
    ...accountShown(account, contacts),
    first_name: account.first_name,
    owner_id: wireOrNull(account.owner_id),
    status_id: wireOrNull(account.status_id),
    type_id: wireOrNull(account.type_id),
    created_at: account.created_at.toISOString(),
    city: account.city,
    address: account.address,
    website: account.website,
    notes,
  };
}

export function noteShown(note: NoteRow, names: Names): AccountCard['notes'][number] {
  const { id, text, created_at, created_by } = note;
  return {
    id: wireIdOf(id),
    text,
    author: authorShown(created_by, names),
    created_at: created_at.toISOString(),
  };
}

function authorShown(actor: string, names: Names): ActorShown {
  const [kind, id] = actor.split(':');
  if (id === undefined) return { kind: 'system', id: null, name: '' };
  const name = nameOfActor(actor, names);
  return { kind: kind === 'user' ? 'user' : 'client', id: wireIdOf(id), name };
}

/** The name of the user or API client of an actor text; empty for Pniya itself. */
export function nameOfActor(actor: string, { users, others }: Names): string {
  const [kind, id = ''] = actor.split(':');
  return (kind === 'user' ? users.get(id)?.name : others.get(actor)) ?? '';
}

/** A phone as `/v2` writes it: digits as dialled at home (0549255555, *2407), E.164 for other countries. */
export function dialled({ value, shown }: Pick<ContactRow, 'value' | 'shown'>): string {
  return shown.startsWith('+') ? value : shown.replace(/[^\d*]/g, '');
}

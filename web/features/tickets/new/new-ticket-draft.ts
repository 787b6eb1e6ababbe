import { draftKey, keepDraft, readDraft } from '../drafts.ts';

/** The form of a new ticket as it is kept between visits. */
export interface NewTicket {
  readonly channel: 'phone' | 'form';
  readonly subject: string;
  readonly text: string;
  readonly account: { readonly id: string; readonly name: string } | null;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly owner: string;
  readonly department: string;
  readonly priority: string;
  readonly status: string;
}

export const emptyTicket: NewTicket = {
  channel: 'phone',
  subject: '',
  text: '',
  account: null,
  name: '',
  phone: '',
  email: '',
  owner: '',
  department: '',
  priority: '',
  status: '',
};

const keyOf = (userId: string) => draftKey(userId, 'new-ticket');
const textIn = (kept: Record<string, unknown>, name: keyof NewTicket) =>
  typeof kept[name] === 'string' ? kept[name] : '';

function accountIn(kept: Record<string, unknown>): NewTicket['account'] {
  const { account } = kept;
  if (typeof account !== 'object' || account === null) return null;
  const { id, name } = account as { id?: unknown; name?: unknown };
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
}

/** Reads what was kept; a draft of another version of this page fills what it can. */
export function ticketFrom(text: string): NewTicket {
  if (text === '') return emptyTicket;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return emptyTicket;
    const values = kept as Record<string, unknown>;
    const names = [
      'subject',
      'text',
      'name',
      'phone',
      'email',
      'owner',
      'department',
      'priority',
      'status',
    ] as const;
    const texts = Object.fromEntries(names.map((name) => [name, textIn(values, name)]));
    return {
      ...emptyTicket,
      ...texts,
      channel: values.channel === 'form' ? 'form' : 'phone',
      account: accountIn(values),
    };
  } catch {
    return emptyTicket;
  }
}

export const readNewTicket = (userId: string) => ticketFrom(readDraft(keyOf(userId)));

export function keepNewTicket(userId: string, ticket: NewTicket): void {
  keepDraft(
    keyOf(userId),
    JSON.stringify(ticket) === JSON.stringify(emptyTicket) ? '' : JSON.stringify(ticket),
  );
}

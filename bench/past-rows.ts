import { lexemesOf } from '../server/features/search/words.ts';
import { fold } from '../shared/hebrew.ts';
import { idAt, nameOf, type Past, phoneOf, type Said, scattered, ticketOf } from './past.ts';

export type Value = string | number | boolean | null;
/** One line of a table, in the order of its columns in `columnsOf`. */
export type Row = readonly Value[];

const foldedNames = new Map<string, string>();
const accountId = (account: number, { firstAt }: Past) => idAt(firstAt, 3, account);
const emailOf = (account: number) => `customer${account}@example.com`;
const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const picked = (list: readonly string[], number: number) => list[number % (list.length + 1)] ?? null;
const words =
  'שלום רב, ההזמנה שלי טרם הגיעה והמוקד אינו עונה. אשמח לדעת מתי תגיע, ואם אפשר לאסוף אותה מהסניף. תודה רבה. ';

const saidByAll = lexemesOf([words]);

export const columnsOf = {
  accounts: 'tenant_id, id, name, name_folded, city, created_at, updated_at, created_by, updated_by',
  account_contacts: 'tenant_id, account_id, kind, value, shown, position, made_by_inquiry',
  tickets:
    'tenant_id, id, number, subject, channel, account_id, owner_id, department_id, priority_id, status_id, mailbox_id, phone, email, waiting_since, created_at, updated_at, closed_at',
  messages:
    'tenant_id, id, ticket_id, channel, direction, author, text, html, from_name, from_address, subject, message_id, intake_id, created_at',
  attachments: 'tenant_id, id, message_id, position, file_sha256, size_bytes, name, media_type',
  handlings: 'tenant_id, id, ticket_id, kind, at, message_id, user_id',
  events: 'tenant_id, ticket_id, id, kind, actor, at, detail',
  deliveries: 'tenant_id, message_id, state, attempts, server_answer, accepted_at',
  ticket_words: 'tenant_id, ticket_id, words, messages, indexed_at',
  intake:
    'tenant_id, id, channel, source, external_key, state, received_at, settled_at, raw_sha256, raw_bytes, media_type, title, sender, ticket_id, message_id, reason, error',
} as const;
export type TableOfPast = keyof typeof columnsOf;

/** The rows of one ticket, or of one account, in one table. */
export const rowsOf: Readonly<Record<TableOfPast, (past: Past, index: number) => Row[]>> = {
  accounts(past, index) {
    const name = nameOf(index);
    const folded = foldedNames.get(name) ?? fold(name);
    foldedNames.set(name, folded);
    const at = instant(past.firstAt + scattered(index, past.tickets) * 1000);
    return [[past.desk.tenantId, accountId(index, past), name, folded, 'חיפה', at, at, 'system', 'system']];
  },

  account_contacts(past, index) {
    const { value, shown } = phoneOf(index);
    const key = [past.desk.tenantId, accountId(index, past)];
    return [
      [...key, 'email', emailOf(index), emailOf(index), 0, true],
      [...key, 'phone', value, shown, 1, true],
    ];
  },

  tickets(past, index) {
    const { desk } = past;
    const ticket = ticketOf(past, index);
    const last = ticket.said.at(-1)?.at ?? ticket.createdAt;
    const isClosed = !ticket.isWaiting && index % 25 !== 3;
    const isMail = ticket.channel === 'email';
    const dice = scattered(index, 999_983);
    return [
      [
        ...[
          desk.tenantId,
          ticket.id,
          index + 1,
          `הזמנה ${index + 1} טרם הגיעה`,
          ticket.channel,
          accountId(ticket.account, past),
        ],
        ...[
          picked(desk.users, dice),
          picked(desk.departments, Math.floor(dice / 20)),
          picked(desk.priorities, Math.floor(dice / 100)),
        ],
        isClosed
          ? desk.closedStatus
          : (desk.openStatuses[Math.floor(dice / 500) % desk.openStatuses.length] ?? ''),
        ...[
          isMail ? desk.mailboxId : null,
          isMail ? null : phoneOf(ticket.account).shown,
          isMail ? emailOf(ticket.account) : null,
        ],
        ...[
          instant(ticket.isWaiting ? last : null),
          instant(ticket.createdAt),
          instant(last),
          instant(isClosed ? last : null),
        ],
      ],
    ];
  },

  messages(past, index) {
    const { channel, said, account, id: ticketId } = ticketOf(past, index);
    return said.map(({ id, at, direction }, turn) => {
      const isIn = direction === 'inbound';
      const text = words.repeat(1 + (index % 5));
      const html =
        isIn && channel === 'email'
          ? `<div dir="rtl"><p>${text}</p><p>--<br>${nameOf(account)}</p></div>`
          : null;
      return [
        ...[
          past.desk.tenantId,
          id,
          ticketId,
          channel,
          direction,
          isIn ? 'sender' : `user:${past.desk.users[index % past.desk.users.length]}`,
        ],
        ...[text, html, isIn ? nameOf(account) : null, isIn && channel === 'email' ? emailOf(account) : null],
        ...[`הזמנה ${index + 1} טרם הגיעה`, channel === 'email' ? `<${index}.${turn}@example.com>` : null],
        ...[isIn ? idAt(at, 6, index * 4 + turn) : null, instant(at)],
      ];
    });
  },

  ticket_words(past, index) {
    const { id, said, account } = ticketOf(past, index);
    const { value, shown } = phoneOf(account);
    const own = [
      String(index + 1),
      `הזמנה ${index + 1} טרם הגיעה`,
      nameOf(account),
      emailOf(account),
      value,
      shown,
    ];
    const at = instant(said.at(-1)?.at ?? null);
    return [[past.desk.tenantId, id, `${saidByAll} ${lexemesOf(own)}`, said.length, at]];
  },

  attachments(past, index) {
    const [first] = ticketOf(past, index).said;
    if (!first || index % 5 !== 0) return [];
    const hash = `\\x${index.toString(16).padStart(64, '0')}`;
    return [
      [
        past.desk.tenantId,
        idAt(first.at, 4, index),
        first.id,
        0,
        hash,
        48_213,
        'קבלה.pdf',
        'application/pdf',
      ],
    ];
  },

  handlings(past, index) {
    const { said, id } = ticketOf(past, index);
    const user = past.desk.users[index % past.desk.users.length] ?? '';
    return answers(said).map((answer) => [
      ...[
        past.desk.tenantId,
        idAt(answer.at, 5, index * 4 + answer.turn),
        id,
        'reply',
        instant(answer.at),
        answer.id,
        user,
      ],
    ]);
  },

  events(past, index) {
    const { said, id: ticketId } = ticketOf(past, index);
    return said.map(({ at, direction }, turn) => {
      const kind = turn === 0 ? 'opened' : direction === 'inbound' ? 'message_received' : 'replied';
      return [past.desk.tenantId, ticketId, idAt(at, 7, index * 4 + turn), kind, 'system', instant(at), '{}'];
    });
  },

  deliveries(past, index) {
    return answers(ticketOf(past, index).said).map(({ id, at }) => [
      past.desk.tenantId,
      id,
      'sent',
      1,
      '250 2.0.0 OK',
      instant(at),
    ]);
  },

  intake(past, index) {
    const { desk } = past;
    const { said, channel, id: ticketId, account, createdAt } = ticketOf(past, index);
    const line = (id: string, at: number, state: string, rest: readonly Value[]): Row => [
      ...[
        desk.tenantId,
        id,
        channel,
        channel === 'email' ? desk.mailboxId : 'bench',
        id,
        state,
        instant(at),
        instant(at),
      ],
      ...[
        `\\x${index.toString(16).padStart(64, '0')}`,
        2048,
        channel === 'email' ? 'message/rfc822' : 'application/json',
      ],
      ...[`הזמנה ${index + 1} טרם הגיעה`, emailOf(account), ...rest],
    ];
    const rows = said.flatMap(({ id, at, direction }, turn) =>
      direction === 'inbound'
        ? [line(idAt(at, 6, index * 4 + turn), at, 'ticket', [ticketId, id, null, null])]
        : [],
    );
    if (index % 50 === 1)
      rows.push(line(idAt(createdAt, 8, index), createdAt, 'ignored', [null, null, 'פרסום', null]));
    if (index % 500 === 2)
      rows.push(
        line(idAt(createdAt, 8, index), createdAt, 'quarantined', [null, null, null, 'UnreadableMailError']),
      );
    return rows;
  },
};

const answers = (said: readonly Said[]) => said.filter(({ direction }) => direction === 'outbound');

/** A line of COPY's text format. */
export function copyLine(row: Row): string {
  return `${row.map(copyValue).join('\t')}\n`;
}

function copyValue(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (one) => escapes[one] ?? one) : value;
}
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

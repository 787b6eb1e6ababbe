import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idAt, nameOf, type Past, phoneOf, scattered, ticketOf } from './past.ts';
import { columnsOf, copyLine, rowsOf, type TableOfPast } from './past-rows.ts';

const past: Past = {
  desk: {
    tenantId: 'tenant',
    users: ['user 1', 'user 2'],
    departments: ['department'],
    priorities: ['priority'],
    openStatuses: ['open', 'in progress'],
    closedStatus: 'closed',
    mailboxId: 'mailbox',
  },
  tickets: 2000,
  firstAt: Date.UTC(2023, 0, 1),
  lastAt: Date.UTC(2026, 0, 1),
};
const tables = Object.keys(columnsOf) as TableOfPast[];
const all = (table: TableOfPast) =>
  Array.from({ length: past.tickets }, (_, index) => rowsOf[table](past, index)).flat();
const columnsIn = (table: TableOfPast) => columnsOf[table].split(', ');
const column = (table: TableOfPast, name: string) => {
  const at = columnsIn(table).indexOf(name);
  return all(table).map((row) => row[at]);
};

test('ids are UUIDv7 that sort by their instant', () => {
  const [early, late] = [idAt(Date.UTC(2024, 0, 1), 2, 9), idAt(Date.UTC(2025, 0, 1), 1, 3)];
  for (const id of [early, late])
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(early < late);
});

test('numbers are scattered, each once', () => {
  assert.equal(new Set(Array.from({ length: 1000 }, (_, number) => scattered(number, 1000))).size, 1000);
});

test('rows are as wide as their columns, and no id comes twice', () => {
  for (const table of tables) {
    for (const row of all(table)) assert.equal(row.length, columnsIn(table).length, table);
    if (!columnsIn(table).includes('id')) continue;
    const ids = column(table, 'id');
    assert.equal(new Set(ids).size, ids.length, table);
  }
});

test('rows point to rows that are there', () => {
  const has = (table: TableOfPast) => new Set(column(table, 'id'));
  const [tickets, messages, accounts, intake] = [
    has('tickets'),
    has('messages'),
    has('accounts'),
    has('intake'),
  ];
  const pointsInto = (table: TableOfPast, name: string, into: ReadonlySet<unknown>) => {
    const lost = column(table, name).filter((id) => id !== null && !into.has(id));
    assert.deepEqual(lost, [], `${table}.${name}`);
  };
  pointsInto('tickets', 'account_id', accounts);
  pointsInto('account_contacts', 'account_id', accounts);
  for (const table of ['messages', 'events', 'handlings', 'intake'] as const)
    pointsInto(table, 'ticket_id', tickets);
  for (const table of ['attachments', 'handlings', 'deliveries', 'intake'] as const)
    pointsInto(table, 'message_id', messages);
  pointsInto('messages', 'intake_id', intake);
});

test('one ticket in ten waits, since its last word; the last word of the others was ours', () => {
  const since = column('tickets', 'waiting_since');
  assert.equal(since.filter((at) => at !== null).length, past.tickets / 10);
  for (const [index, at] of since.entries()) {
    const last = ticketOf(past, index).said.at(-1);
    assert.equal(last?.direction, at === null ? 'outbound' : 'inbound');
    if (at !== null) assert.equal(at, new Date(last?.at ?? 0).toISOString());
  }
});

test('customers have a name of two words and a phone of their own', () => {
  assert.match(nameOf(7), /^[א-ת]+ [א-ת]+$/);
  const phones = Array.from({ length: 5000 }, (_, account) => phoneOf(account).value);
  for (const phone of phones) assert.match(phone, /^\+9725\d{8}$/);
  assert.equal(new Set(phones).size, phones.length);
});

test('a line of COPY keeps what would end a column or a line', () => {
  assert.equal(copyLine(['a\tb', null, 'c\\d\ne', 5, true]), 'a\\tb\t\\N\tc\\\\d\\ne\t5\ttrue\n');
});

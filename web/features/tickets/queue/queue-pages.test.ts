import { expect, test } from 'vitest';
import type { TicketRow } from '../../../../shared/tickets.ts';
import { mapRows, missingRows, type QueuePages, replacePage, rowsOf, touchedPages } from './queue-pages.ts';

const row = (number: number): TicketRow => ({
  id: String(number),
  number,
  subject: '',
  channel: 'email',
  account: null,
  sender: null,
  owner_id: null,
  department_id: null,
  priority_id: null,
  status_id: '1',
  waiting_since: '2026-01-01T00:00:00Z',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
});
const page = (numbers: number[], after: string | null) => ({ items: numbers.map(row), after });
const loaded: QueuePages = {
  pages: [page([1, 2, 3], 'c3'), page([4, 5, 6], 'c6'), page([7], null)],
  pageParams: [null, 'c3', 'c6'],
};
const numbers = (pages: QueuePages) => rowsOf(pages.pages).map((one) => one.number);

test('rows pushed past a page by new ones stay joined to the page after it', () => {
  const fresh = page([0, 1, 2], 'c2');
  expect(missingRows(page([1, 2, 3], 'c3'), fresh)).toBe(1);
  const next = replacePage(loaded, 0, fresh, [row(3), row(4)]);
  expect(numbers(next)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(next.pageParams).toEqual(loaded.pageParams);
});

test('a row that left leaves no gap and no double', () => {
  const next = replacePage(loaded, 0, page([1, 3, 4], 'c4'), [row(5)]);
  expect(numbers(next)).toEqual([1, 3, 4, 5, 6, 7]);
});

test('a page that has become the last one ends the list', () => {
  const next = replacePage(loaded, 1, page([4, 6], null), []);
  expect(numbers(next)).toEqual([1, 2, 3, 4, 6]);
  expect(next.pages.at(-1)?.after).toBeNull();
});

test('a change touches the first page, its own, and the end of the list', () => {
  expect(touchedPages(loaded, new Set())).toEqual([0, 2]);
  expect(touchedPages(loaded, new Set(['5']))).toEqual([0, 1, 2]);
});

test('rows that do not change keep their pages', () => {
  expect(mapRows(loaded, (one) => one)).toBe(loaded);
  const next = mapRows(loaded, (one) => (one.number === 5 ? null : one));
  expect(numbers(next)).toEqual([1, 2, 3, 4, 6, 7]);
  expect(next.pages[0]).toBe(loaded.pages[0]);
});

import { expect, test } from 'vitest';
import type { TicketPage } from '../../../shared/tickets.ts';
import { joinPage } from './ticket-queries.ts';

const page = (ids: readonly number[], before: string | null = 'more') =>
  ({ ticket: { id: '1' }, messages: ids.map((id) => ({ id: String(id) })), before }) as unknown as TicketPage;
const idsOf = ({ messages }: TicketPage) => messages.map(({ id }) => Number(id));

test('older messages that somebody has loaded stay above what is read anew', () => {
  const joined = joinPage(page([1, 2, 3, 4], 'oldest'), page([3, 4, 5]));
  expect(idsOf(joined)).toEqual([1, 2, 3, 4, 5]);
  expect(joined.before).toBe('oldest');
  expect(idsOf(joinPage(page([1, 2]), page([4, 5])))).toEqual([4, 5]);
});

test('what stands on another ticket now is gone', () => {
  expect(idsOf(joinPage(page([1, 2, 3, 4]), page([3, 5])))).toEqual([1, 2, 3, 5]);
  expect(idsOf(joinPage(page([1, 2, 3], null), page([1, 3], null)))).toEqual([1, 3]);
});

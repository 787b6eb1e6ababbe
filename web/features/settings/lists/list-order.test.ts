import { expect, test } from 'vitest';
import { moved } from './list-order.ts';

const rows = ['a', 'b', 'c'].map((id) => ({ id }));
const order = (of: readonly { id: string }[]) => of.map(({ id }) => id).join('');

test('a row changes places with its neighbour', () => {
  expect(order(moved(rows, 'b', -1))).toBe('bac');
  expect(order(moved(rows, 'b', 1))).toBe('acb');
});

test('nothing moves past an end, nor a row that is gone', () => {
  expect(moved(rows, 'a', -1)).toBe(rows);
  expect(moved(rows, 'c', 1)).toBe(rows);
  expect(moved(rows, 'x', 1)).toBe(rows);
});

import { expect, test } from 'vitest';
import { emptySelection, extended, keptIn, toggled } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];

test('shift selects everything between, in both directions', () => {
  expect([...extended(toggled(emptySelection, 'b'), 'd', order).ids]).toEqual(['b', 'c', 'd']);
  expect([...extended(toggled(emptySelection, 'd'), 'b', order).ids].sort()).toEqual(['b', 'c', 'd']);
});

test('shift without a beginning selects the one row', () => {
  expect([...extended(emptySelection, 'c', order).ids]).toEqual(['c']);
});

test('rows that leave are forgotten', () => {
  const chosen = toggled(toggled(emptySelection, 'a'), 'b');
  expect(keptIn(chosen, order)).toBe(chosen);
  expect([...keptIn(chosen, ['a']).ids]).toEqual(['a']);
  expect(keptIn(chosen, ['a']).anchor).toBeNull();
});

import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';

test('only what the form was given other values for', () => {
  const before = { name: 'דנה', departments: ['1', '2'], rate: null as number | null };
  expect(changesOf(before, { ...before })).toEqual({});
  expect(changesOf(before, { ...before, departments: ['1', '2'], rate: 5 })).toEqual({ rate: 5 });
  expect(changesOf({ ...before, rate: 5 }, { name: 'דנה לוי', departments: ['2'], rate: null })).toEqual({
    name: 'דנה לוי',
    departments: ['2'],
    rate: null,
  });
});

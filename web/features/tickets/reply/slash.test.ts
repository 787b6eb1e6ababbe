import { expect, test } from 'vitest';
import { slashQuery } from './slash.ts';

test('a slash at the beginning of a line, up to the caret', () => {
  expect(slashQuery('/', 1)).toEqual({ from: 0, to: 1, words: '' });
  expect(slashQuery('שלום\n/החזר כס', 13)).toEqual({ from: 5, to: 13, words: 'החזר כס' });
  expect(slashQuery('שלום\n/החזר', 7)).toEqual({ from: 5, to: 7, words: 'ה' });
  expect(slashQuery('שלום\n/החזר\n', 11)).toBeNull();
  expect(slashQuery('/החזר', 0)).toBeNull();
});

test('a slash within a line, and a long line, look for nothing', () => {
  expect(slashQuery('24/7', 4)).toBeNull();
  expect(slashQuery(` /`, 2)).toBeNull();
  expect(slashQuery(`/${'א'.repeat(60)}`, 61)).toBeNull();
});

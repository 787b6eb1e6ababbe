import { expect, test } from 'vitest';
import { type Toast, withToast } from './toast.ts';

const undo = () => Promise.resolve();
const shown = (...given: Toast[]) => given.reduce<readonly Toast[]>(withToast, []).map(({ id }) => id);

test('a refusal that is repeated stands there once', () => {
  const refused = { text: 'refused', tone: 'failed' as const };
  expect(shown({ ...refused, id: 1 }, { text: 'done', id: 2 }, { ...refused, id: 3 })).toEqual([2, 3]);
});

test('what can be undone stays, though it reads the same', () => {
  expect(shown({ text: 'done', undo, id: 1 }, { text: 'done', undo, id: 2 })).toEqual([1, 2]);
});

test('three at most, the newest', () => {
  const all = [1, 2, 3, 4].map((id) => ({ text: `done ${id}`, id }));
  expect(shown(...all)).toEqual([2, 3, 4]);
});

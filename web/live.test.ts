import { expect, test } from 'vitest';
import { backOff, staleKeys } from './live.ts';

test('changes together make each thing stale once', () => {
  const stale = staleKeys([
    { kind: 'ticket', ids: ['1'] },
    { kind: 'ticket', ids: ['2'] },
    { kind: 'intake' },
  ]);
  expect(new Set(stale)).toEqual(new Set(['tickets', 'ticket', 'account', 'intake']));
  expect(stale.length).toBe(4);
});

test('after a gap everything is stale, whatever else is known', () => {
  expect(staleKeys([{ kind: 'lists' }, { kind: 'resync' }])).toBe('everything');
});

test('attempts grow apart up to half a minute, and browsers spread out', () => {
  expect([1, 2, 3, 4].map((failures) => backOff(failures, 0.5))).toEqual([1000, 2000, 4000, 8000]);
  expect(backOff(50, 0.5)).toBe(30_000);
  expect(backOff(3, 0)).toBe(3000);
  expect(backOff(3, 1)).toBe(5000);
});

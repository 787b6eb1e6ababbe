import { expect, test } from 'vitest';
import { callsBehind } from './figures.ts';

const run = { since: '2026-09-20T21:00:00.000Z', until: '2026-09-24T00:00:00.000Z' };
const counts = {
  ...{ exchange: 9, calls: 4, taken_in: 2, quarantined: 1, history: 1, missing: 1, unbooked: 3 },
};
const all = { connectionId: '7', run, counts };
const searchOf = (...asked: Parameters<typeof callsBehind>) => callsBehind(...asked)?.search;

test('a figure leads to the calls that it counts', () => {
  expect(searchOf('exchange', all)).toEqual({ connection: '7', ...run, came: 'booked' });
  expect(searchOf('taken_in', all)).toEqual({ connection: '7', ...run, came: 'compared' });
  expect(searchOf('unbooked', all)).toEqual({ connection: '7', ...run, show: 'unbooked' });
  const day = { day: '2026-09-23', queue: 'מכירות' };
  expect(searchOf('calls', { ...all, day })).toEqual({ connection: '7', ...run, ...day, came: 'itself' });
  expect(searchOf('calls', { ...all, day: { ...day, queue: null } })).toMatchObject({ queue: '-' });
  expect(callsBehind('quarantined', all)?.to).toBe('/intake');
});

test('what is not here leads nowhere', () => {
  expect(callsBehind('missing', all)).toBeNull();
  expect(callsBehind('history', all)).toBeNull();
  expect(callsBehind('exchange', { ...all, day: { day: null, queue: null } })).toBeNull();
  const before = { ...counts, calls: 0, taken_in: 0 };
  expect(callsBehind('calls', { ...all, counts: before })).toBeNull();
  expect(callsBehind('exchange', { ...all, counts: before })).toBeNull();
});

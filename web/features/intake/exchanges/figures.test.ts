import { expect, test } from 'vitest';
import { callsBehind } from './figures.ts';

const run = { since: '2026-09-20T21:00:00.000Z', until: '2026-09-24T00:00:00.000Z' };
const searchOf = (...asked: Parameters<typeof callsBehind>) => callsBehind(...asked)?.search;

test('a figure leads to the calls that it counts', () => {
  const all = { connectionId: '7', run };
  expect(searchOf('exchange', all)).toEqual({ connection: '7', ...run, came: 'booked' });
  expect(searchOf('taken_in', all)).toEqual({ connection: '7', ...run, came: 'compared' });
  expect(searchOf('unbooked', all)).toEqual({ connection: '7', ...run, show: 'unbooked' });
  const day = { day: '2026-09-23', queue: 'מכירות' };
  expect(searchOf('calls', { ...all, day })).toEqual({ connection: '7', ...run, ...day, came: 'itself' });
  expect(searchOf('calls', { ...all, day: { ...day, queue: null } })).toMatchObject({ queue: '-' });
  expect(callsBehind('quarantined', all)?.to).toBe('/intake');
});

test('what is not here leads nowhere', () => {
  expect(callsBehind('missing', { connectionId: '7', run })).toBeNull();
  expect(callsBehind('history', { connectionId: '7', run })).toBeNull();
  expect(callsBehind('exchange', { connectionId: '7', run, day: { day: null, queue: null } })).toBeNull();
});

import { expect, test } from 'vitest';
import { startOf } from './period.ts';

const zone = 'Asia/Jerusalem';

test('today begins at midnight of the business, not of UTC', () => {
  expect(startOf('today', new Date('2026-07-01T21:30:00Z'), zone).toISOString()).toBe(
    '2026-07-01T21:00:00.000Z',
  );
  expect(startOf('today', new Date('2026-07-01T20:59:00Z'), zone).toISOString()).toBe(
    '2026-06-30T21:00:00.000Z',
  );
});

test('seven days are today and six before it, across the end of summer time', () => {
  // Summer time ends on 25.10.2026 in Israel: midnight is at 21:00 UTC before it and at 22:00 UTC after it.
  expect(startOf('week', new Date('2026-10-28T10:00:00Z'), zone).toISOString()).toBe(
    '2026-10-21T21:00:00.000Z',
  );
  expect(startOf('today', new Date('2026-10-28T10:00:00Z'), zone).toISOString()).toBe(
    '2026-10-27T22:00:00.000Z',
  );
});

test('summer time begins within the month', () => {
  // 27.3.2026, 02:00.
  expect(startOf('month', new Date('2026-04-10T10:00:00Z'), zone).toISOString()).toBe(
    '2026-03-11T22:00:00.000Z',
  );
});

test('west of Greenwich', () => {
  expect(startOf('today', new Date('2026-07-01T02:00:00Z'), 'America/New_York').toISOString()).toBe(
    '2026-06-30T04:00:00.000Z',
  );
});

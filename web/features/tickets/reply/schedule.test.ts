import { expect, test } from 'vitest';
import { fieldValueOf, instantFrom, scheduleChoices } from './schedule.ts';

const zone = 'Asia/Jerusalem';
const choicesAt = (now: string) =>
  Object.fromEntries(
    scheduleChoices(new Date(now), zone).map(({ key, at }) => [key, fieldValueOf(at, zone)]),
  );

test('later today, tomorrow, and the beginning of the week, by the clock of the business', () => {
  // A Wednesday, 11:20 in Jerusalem.
  expect(choicesAt('2026-11-25T09:20:00Z')).toEqual({
    today: '2026-11-25T15:00',
    tomorrow: '2026-11-26T08:00',
    sunday: '2026-11-29T08:00',
  });
  // Before the morning, and too late for today.
  expect(choicesAt('2026-11-24T23:30:00Z')).toMatchObject({ today: '2026-11-25T08:00' });
  expect(choicesAt('2026-11-25T17:30:00Z')).not.toHaveProperty('today');
});

test('nothing goes out on a Saturday, and Sunday is not offered twice', () => {
  expect(choicesAt('2026-11-27T09:00:00Z')).toEqual({
    today: '2026-11-27T14:00',
    sunday: '2026-11-29T08:00',
  });
  expect(choicesAt('2026-11-28T09:00:00Z')).toEqual({ sunday: '2026-11-29T08:00' });
  expect(choicesAt('2026-11-29T17:30:00Z')).toEqual({
    tomorrow: '2026-11-30T08:00',
    sunday: '2026-12-06T08:00',
  });
});

test('the end of a month and of summer time', () => {
  expect(choicesAt('2026-12-31T17:30:00Z')).toEqual({
    sunday: '2027-01-03T08:00',
    tomorrow: '2027-01-01T08:00',
  });
  // Summer time ended on Sunday the 25th at 2:00.
  expect(scheduleChoices(new Date('2026-10-23T09:00:00Z'), zone).at(-1)?.at.toISOString()).toBe(
    '2026-10-25T06:00:00.000Z',
  );
  expect(scheduleChoices(new Date('2026-10-21T09:00:00Z'), zone)[1]?.at.toISOString()).toBe(
    '2026-10-22T05:00:00.000Z',
  );
});

test('what a field for date and time holds, and means', () => {
  const at = new Date('2027-07-01T06:05:00Z');
  expect(fieldValueOf(at, zone)).toBe('2027-07-01T09:05');
  expect(instantFrom('2027-07-01T09:05', zone)).toEqual(at);
  // 2:30 does not exist on the night when summer time begins.
  expect(instantFrom('2027-03-26T02:30', zone)?.toISOString()).toBe('2027-03-26T00:30:00.000Z');
  expect(instantFrom('', zone)).toBeNull();
});

import { describe, expect, test } from 'vitest';
import { age, clock, date, exact, short, size, urgency } from './format.ts';

const hebrew = { language: 'he', timeZone: 'Asia/Jerusalem' };
const english = { language: 'en', timeZone: 'Asia/Jerusalem' };
const noon = new Date('2026-09-23T09:05:07Z');
const minutesAgo = (minutes: number) => new Date(noon.getTime() - minutes * 60_000);

describe('instants', () => {
  test('are shown in the business’s own time zone, by the 24-hour clock', () => {
    expect(clock(noon, hebrew)).toBe('12:05');
    expect(clock(new Date('2026-09-22T21:00:00Z'), hebrew)).toBe('00:00');
    expect(date(noon, hebrew)).toBe('23.9.2026');
    expect(date(noon, english)).toBe('23/09/2026');
    expect(exact(noon, hebrew)).toBe('23.9.2026, 12:05:07');
  });

  test('are as short as their distance allows, by the days of the business', () => {
    // 23:30 in Jerusalem and 00:30 the next day lie on one day in UTC.
    const lateEvening = new Date('2026-09-23T20:30:00Z');
    const afterMidnight = new Date('2026-09-23T21:30:00Z');
    expect(short(lateEvening, lateEvening, hebrew)).toBe('23:30');
    expect(short(lateEvening, afterMidnight, hebrew)).toBe('23.9');
    expect(short(new Date('2025-12-31T12:00:00Z'), noon, hebrew)).toBe('31.12.2025');
  });
});

describe('a wait', () => {
  test('is told in the largest unit that a person would use', () => {
    const cases: [number, string, number][] = [
      [0, 'moment', 0],
      [1, 'minutes', 1],
      [59, 'minutes', 59],
      [60, 'hours', 1],
      [119, 'hours', 1],
      [24 * 60, 'days', 1],
      [13 * 24 * 60, 'days', 13],
      [14 * 24 * 60, 'weeks', 2],
      [60 * 24 * 60, 'months', 2],
    ];
    for (const [minutes, unit, count] of cases)
      expect(age(minutesAgo(minutes), noon)).toEqual({ unit, count });
  });

  test('is never negative when two clocks differ', () => {
    expect(age(new Date(noon.getTime() + 90_000), noon)).toEqual({ unit: 'moment', count: 0 });
  });

  test('becomes a warning after four hours and late after a day', () => {
    expect(urgency(minutesAgo(239), noon)).toBe('calm');
    expect(urgency(minutesAgo(240), noon)).toBe('soon');
    expect(urgency(minutesAgo(24 * 60 - 1), noon)).toBe('soon');
    expect(urgency(minutesAgo(24 * 60), noon)).toBe('late');
  });
});

test('sizes are told in powers of 1024', () => {
  expect(size(0, 'he')).toBe('0 B');
  expect(size(1023, 'he')).toBe('1,023 B');
  expect(size(1536, 'en')).toBe('1.5 KB');
  expect(size(50 * 1024 ** 2, 'en')).toBe('50 MB');
});

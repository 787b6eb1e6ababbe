import { expect, test } from 'vitest';
import { callsSearchOf, listQueryOf } from './calls-search.ts';

test('an address says which calls are shown; what makes no sense is left out', () => {
  expect(
    callsSearchOf({ show: 'missed', direction: 'in', user: '12', queue: 'תמיכה', phone: '4567' }),
  ).toEqual({
    show: 'missed',
    direction: 'in',
    user: '12',
    queue: 'תמיכה',
    phone: '4567',
  });
  expect(callsSearchOf({ show: 'all', direction: 'up', user: 'דנה', queue: '  ', phone: 7 })).toEqual({});
});

test('what is shown as one choice is asked for by its own name', () => {
  expect(listQueryOf({ show: 'unclassified', phone: '4567' })).toEqual({
    unclassified: 'true',
    phone: '4567',
  });
  expect(listQueryOf({ show: 'missed' })).toEqual({ missed: 'true' });
});

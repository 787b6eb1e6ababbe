import { expect, test } from 'vitest';
import { noQueue } from '../../components/calls/queues.ts';
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
  const compared = {
    connection: '7',
    day: '2026-09-23',
    since: '2026-09-22T21:00:00.000Z',
    came: 'compared',
  };
  expect(callsSearchOf(compared)).toEqual(compared);
  expect(callsSearchOf({ day: '23.9.2026', since: 'אתמול', came: 'post', connection: 'x' })).toEqual({});
  expect(callsSearchOf({ show: 'all', direction: 'up', user: 'דנה', queue: '  ', phone: 7 })).toEqual({});
});

test('what is shown as one choice is asked for by its own name', () => {
  expect(listQueryOf({ show: 'unclassified', phone: '4567' })).toEqual({
    unclassified: 'true',
    phone: '4567',
  });
  expect(listQueryOf({ show: 'missed' })).toEqual({ missed: 'true' });
  expect(listQueryOf({ queue: noQueue, came: 'itself' })).toEqual({
    ...{ without_queue: 'true', pulled: 'false', unbooked: 'false' },
  });
  expect(listQueryOf({ queue: 'מכירות', came: 'compared' })).toEqual({
    ...{ queue: 'מכירות', pulled: 'true', unbooked: 'false' },
  });
});

import { expect, test } from 'vitest';
import { balanceOf, type ChannelSum } from './balance.ts';

const none = { tickets: 0, replies: 0, duplicate: 0, ignored: 0, rejected: 0, quarantined: 0, pending: 0 };
const mail: ChannelSum = {
  ...none,
  channel: 'email',
  total: 412,
  tickets: 371,
  replies: 29,
  ignored: 11,
  quarantined: 1,
};

test('what came is what was made of it', () => {
  expect(balanceOf([mail])).toEqual({ pending: 0, quarantined: 1, missing: 0 });
});

test('a row that is in no summand is missed', () => {
  expect(balanceOf([mail, { ...none, channel: 'api', total: 5, tickets: 2, pending: 2 }])).toEqual({
    pending: 2,
    quarantined: 1,
    missing: 1,
  });
});

test('nothing came', () => {
  expect(balanceOf([])).toEqual({ pending: 0, quarantined: 0, missing: 0 });
});

import { expect, test } from 'vitest';
import { pageOf } from './useFocusOnArrival.ts';
import { titleOf } from './usePageTitle.ts';

test('the tab says how many wait', () => {
  expect(titleOf('פניות', 0)).toBe('פניות · Pniya');
  expect(titleOf('פניות', 3)).toBe('(3) פניות · Pniya');
  expect(titleOf('פניות', 1000)).toBe('(999+) פניות · Pniya');
});

test('the next ticket beside the same queue is the same page, so the keyboard stays where it is', () => {
  expect(pageOf('/tickets/12')).toBe(pageOf('/tickets'));
  expect(pageOf('/intake/99')).toBe(pageOf('/intake'));
});

test('another page is another page', () => {
  expect(pageOf('/tickets/new')).not.toBe(pageOf('/tickets'));
  expect(pageOf('/settings/users')).not.toBe(pageOf('/settings/lists'));
});

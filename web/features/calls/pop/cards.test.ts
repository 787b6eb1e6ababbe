import { expect, test } from 'vitest';
import type { LiveCall } from '../../../components/calls/call-queries.ts';
import { cardsAfter } from './cards.ts';

const call = (id: string, state: LiveCall['state'], isMine = true) =>
  ({ id, state, is_mine: isMine }) as LiveCall;
const shown = (cards: ReturnType<typeof cardsAfter>) => cards.map(({ id, phase }) => `${id} ${phase}`);

test('a card stays in its place from the first ring to the last word, and says where its call went', () => {
  const first = cardsAfter([], [call('2', 'ringing'), call('1', 'ringing'), call('9', 'ringing', false)]);
  expect(shown(first)).toEqual(['1 ringing', '2 ringing']);
  const then = cardsAfter(first, [call('3', 'ringing'), call('2', 'answered', false), call('1', 'answered')]);
  expect(shown(then)).toEqual(['1 speaking', '2 left', '3 ringing']);
  const later = cardsAfter(then, []);
  expect(shown(later)).toEqual(['1 spoken', '2 left', '3 left']);
});

test('a call that rings here again is shown as ringing', () => {
  const away = cardsAfter(cardsAfter([], [call('1', 'ringing')]), []);
  expect(shown(cardsAfter(away, [call('1', 'ringing')]))).toEqual(['1 ringing']);
});

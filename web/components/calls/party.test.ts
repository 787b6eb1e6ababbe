import { expect, test } from 'vitest';
import { isWebAddress, partyOf, spanOf, standingOf } from './party.ts';

test('seconds as a clock shows them', () => {
  expect([0, 7, 67, 3765, -1].map(spanOf)).toEqual(['0:00', '0:07', '1:07', '1:02:45', '0:00']);
});

test('the other side of a call', () => {
  const numbers = { from: { value: '1', shown: '1' }, to: { value: '2', shown: '2' } };
  expect(partyOf({ ...numbers, direction: 'in' }).value).toBe('1');
  expect(partyOf({ ...numbers, direction: 'out' }).value).toBe('2');
});

test('one word for how it stands', () => {
  const ringing = { state: 'ringing', result: null } as const;
  expect(standingOf({ ...ringing, direction: 'in' })).toBe('ringing');
  expect(standingOf({ ...ringing, direction: 'out' })).toBe('dialling');
  expect(standingOf({ state: 'answered', result: null, direction: 'in' })).toBe('speaking');
  expect(standingOf({ state: 'ended', result: 'voicemail', direction: 'in' })).toBe('voicemail');
  const refused = { state: 'ended', result: 'failed', direction: 'in' } as const;
  expect(standingOf({ ...refused, is_blocked: true })).toBe('blocked');
});

test('what an exchange calls a recording may be no address', () => {
  expect(['https://a.example/1.mp3', 'javascript:alert(1)', 'rec/1.wav'].map(isWebAddress)).toEqual([
    true,
    false,
    false,
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './words.ts';

const call = { direction: 'in', is_blocked: false, party: '050-123-4567', queue: null, userName: 'Dana' };

test('a call that is laid on a ticket while it is being spoken is no missed call', () => {
  const spoken = textOf({ ...call, result: null, waiting_seconds: 15, talking_seconds: null }, 'en');
  assert.match(spoken, /^Call from .*050-123-4567.*waited 15 seconds, spoke with Dana$/);
  const missed = textOf({ ...call, result: 'no_answer', waiting_seconds: 15, talking_seconds: null }, 'en');
  assert.match(missed, /^Missed call from/);
  const refused = { ...call, is_blocked: true, result: 'failed', waiting_seconds: 0, talking_seconds: null };
  assert.match(textOf(refused, 'en'), /^Call from .*the caller is blocked at the exchange/);
});

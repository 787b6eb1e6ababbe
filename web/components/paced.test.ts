import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('at once, then once per pause, and the last asking is never lost', () => {
  const run = vi.fn();
  const { ask } = paced(run, 1000);
  ask();
  expect(run).toHaveBeenCalledTimes(1);
  ask();
  ask();
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5000);
  expect(run).toHaveBeenCalledTimes(2);
  ask();
  expect(run).toHaveBeenCalledTimes(3);
});

test('nothing runs after it was cancelled', () => {
  const run = vi.fn();
  const { ask, cancel } = paced(run, 1000);
  ask();
  ask();
  cancel();
  vi.advanceTimersByTime(5000);
  expect(run).toHaveBeenCalledTimes(1);
});

import assert from 'node:assert/strict';
import type { Call } from '../../shared/calls.ts';
import type { PhoneReconciliation } from '../../shared/phone-reconciliations.ts';
import type { MadeCall } from './exchange-day.ts';

/** The equation holds, of each day and of all. */
export function assertCloses(run: PhoneReconciliation): void {
  assert.equal(run.problem, null);
  for (const row of [run.total, ...(run.days ?? [])]) {
    assert.ok(row);
    const { exchange, calls, quarantined, taken_in, history, missing } = row;
    assert.equal(calls + quarantined + taken_in + history + missing, exchange);
    assert.equal(missing, 0);
  }
}
/** Each call once, with what the exchange's books say. */
export function assertAccounted(calls: readonly Call[], made: readonly MadeCall[]): void {
  assert.equal(calls.length, made.length);
  const told = calls.map((call) => `${call.started_at} ${call.result} ${call.talking_seconds}`);
  const wanted = made.map(
    ({ at, talking }) =>
      `${at.toISOString()} ${talking === null ? 'missed' : 'answered'} ${talking === null ? null : talking}`,
  );
  const normal = told.map((line) => line.replace(/ (abandoned|no_answer) /, ' missed '));
  assert.deepEqual(normal.sort(), wanted.sort());
}

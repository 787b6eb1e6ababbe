import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Remembered } from './remembered.ts';

function counting(most = 10) {
  const state = { now: 0, loads: 0, waiting: [] as (() => void)[], fails: false };
  const known = new Remembered({
    load: async (key) => {
      const value = `${key}${++state.loads}`;
      await new Promise<void>((go) => state.waiting.push(go));
      if (state.fails) throw new Error('away');
      return value;
    },
    keepMs: 100,
    most,
    now: () => state.now,
  });
  const go = () => {
    for (const each of state.waiting.splice(0)) each();
  };
  return { state, known, go };
}

test('all who ask at the same time share one load, and later ones its value, until it is old', async () => {
  const { state, known, go } = counting();
  const both = [known.get('a'), known.get('a')];
  go();
  assert.deepEqual(await Promise.all(both), ['a1', 'a1']);
  state.now = 99;
  assert.equal(await known.get('a'), 'a1');
  state.now = 100;
  const later = known.get('a');
  go();
  assert.equal(await later, 'a2');
});

test('who asks after forget never gets what began to load before it', async () => {
  const { known, go } = counting();
  const early = known.get('a');
  known.forget('a');
  const late = known.get('a');
  go();
  assert.deepEqual([await early, await late], ['a1', 'a2']);
  assert.equal(await known.get('a'), 'a2');
});

test('a failure is not kept; it does not throw away what was loaded since', async () => {
  const { state, known, go } = counting();
  state.fails = true;
  const failing = known.get('a');
  go();
  await assert.rejects(failing, /away/);
  state.fails = false;
  const next = known.get('a');
  go();
  assert.equal(await next, 'a2');
});

test('forgetting by the beginning of a key, and the oldest beyond the limit', async () => {
  const { known, go } = counting(2);
  const all = ['a x', 'a y', 'b x'].map((key) => known.get(key));
  go();
  await Promise.all(all);
  assert.equal(await known.get('b x'), 'b x3');
  known.forgetStarting('b ');
  const again = known.get('b x');
  go();
  assert.equal(await again, 'b x4');
  const oldest = known.get('a x');
  go();
  assert.equal(await oldest, 'a x5');
});

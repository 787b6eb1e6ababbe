import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goalLine, isReached, median, quantile, table } from './figures.ts';

test('medians and quantiles do not depend on the order of the samples', () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.equal(quantile(hundred, 0.5), 51);
  assert.equal(quantile(hundred, 0.99), 100);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

test('a goal is reached at its bound and missed beyond it', () => {
  assert.equal(isReached({ what: 'ratio', value: 3.5, atLeast: 3.5 }), true);
  assert.equal(isReached({ what: 'ratio', value: 3.49, atLeast: 3.5 }), false);
  assert.equal(isReached({ what: 'memory', value: 250.1, atMost: 250 }), false);
  assert.equal(isReached({ what: 'nothing was measured', value: Number.NaN, atLeast: 1 }), false);
  assert.equal(goalLine({ what: 'ratio', value: 2, atLeast: 3.5 }), '✖ ratio: 2.00 (at least 3.5)');
});

test('a table lines up', () => {
  assert.equal(
    table([
      ['what', 'n'],
      ['a', '100'],
    ]),
    'what    n\na     100',
  );
});

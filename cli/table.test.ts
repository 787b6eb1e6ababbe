import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table, widthOf } from './table.ts';

test('columns are aligned by what a terminal shows', () => {
  assert.equal(widthOf('🔴 דחוף'), 7);
  assert.equal(widthOf('שָׁלוֹם'), 4);
  const shown = table(
    ['A', 'B'],
    [
      ['שלום', '1'],
      ['🟢', '2'],
      ['a\u001b[2J\nb', ''],
    ],
  );
  assert.equal(shown, 'A        B\nשלום     1\n🟢       2\na [2J b');
});

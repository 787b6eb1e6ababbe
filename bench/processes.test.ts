import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareElsewhere, ticksIn } from './elsewhere.ts';
import { memoryIn } from './memory.ts';
import { processIn, treeOf } from './processes.ts';

test('a line of /proc/<pid>/stat is read, whatever the name', () => {
  const stat = '42 (a ) (b) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 30 5 20 0 11 0 99 1 2';
  assert.deepEqual(processIn(stat), { pid: 42, parent: 7, name: 'a ) (b', ticks: 155 });
});

test('a tree is a process and what descends from it', () => {
  const each = (pid: number, parent: number) => ({ pid, parent, name: '', ticks: 0 });
  const all = [each(1, 0), each(5, 1), each(6, 5), each(7, 6), each(8, 1), each(9, 5)];
  const pids = treeOf(5, all).map(({ pid }) => pid);
  assert.deepEqual(pids.sort(), [5, 6, 7, 9]);
  assert.deepEqual(treeOf(3, all), []);
});

test('what others took of the processors is what is neither ours nor idle', () => {
  const stat = 'cpu  100 5 50 1000 10 2 3 5 0 0\ncpu0 1 2 3';
  assert.deepEqual(ticksIn(stat), { total: 1175, busy: 160 });
  const before = { total: 1000, busy: 100, own: 10 };
  assert.equal(shareElsewhere(before, { total: 1400, busy: 400, own: 210 }), 0.25);
  assert.equal(shareElsewhere(before, { total: 1400, busy: 300, own: 215 }), 0);
  assert.equal(shareElsewhere(before, before), 0);
});

test('memory is read in megabytes', () => {
  const rollup =
    '00400000-7fff ---p 00000000 00:00 0 [rollup]\nRss:  2048 kB\nPss:   512 kB\nPss_Dirty:  4 kB\n';
  assert.deepEqual(memoryIn(rollup), { rssMegabytes: 2, pssMegabytes: 0.5 });
  assert.deepEqual(memoryIn(''), { rssMegabytes: 0, pssMegabytes: 0 });
});

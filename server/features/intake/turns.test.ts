import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { Turns } from './turns.service.ts';

/** Whether it has ended by now. */
async function isOver(one: Promise<void>): Promise<boolean> {
  let over = false;
  void one.then(() => {
    over = true;
  });
  await soon();
  return over;
}

test('what answers another waits until that is settled, whatever is read first', async () => {
  const turns = new Turns();
  const [first, second] = [turns.enter('t', '1'), turns.enter('t', '2')];
  second.isRead('b');
  const waiting = second.after(['a']);
  assert.equal(await isOver(waiting), false, 'the first is not read yet');
  first.isRead('a');
  assert.equal(await isOver(waiting), false, 'nor settled');
  first.leave();
  assert.equal(await isOver(waiting), true);
});

test('nobody waits for strangers longer than until they are read, for those after it, or for another tenant', async () => {
  const turns = new Turns();
  const [first, second, third, other] = [
    turns.enter('t', '1'),
    turns.enter('t', '2'),
    turns.enter('t', '3'),
    turns.enter('u', '0'),
  ];
  first.isRead(null);
  third.isRead('c');
  other.isRead('a');
  assert.equal(await isOver(second.after(['a', 'c'])), true);
  const waiting = third.after(['b']);
  assert.equal(await isOver(waiting), false);
  second.leave();
  assert.equal(await isOver(waiting), true, 'one that could not be read');
});

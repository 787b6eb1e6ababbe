import { expect, test } from 'vitest';
import { choicesOf, emojiOf } from './list-choices.ts';
import { listQueryOf, queueOf, ticketSearchOf } from './ticket-search.ts';

test('an address keeps every digit of an id and drops what makes no sense', () => {
  const id = '234958461663828815362460450055204277099';
  expect(ticketSearchOf({ view: 'mine', status: id, owner: 'none', priority: 'x', other: '1' })).toEqual({
    view: 'mine',
    status: id,
    owner: 'none',
  });
  expect(ticketSearchOf({ view: 'waiting', status: 'none' })).toEqual({});
});

test('the card in front of a ticket is no other queue', () => {
  expect(queueOf(ticketSearchOf({ view: 'all', pane: 'customer' }))).toEqual({ view: 'all' });
  expect(listQueryOf({})).toEqual({ view: 'waiting' });
});

test('a select hides inactive rows but shows the current one', () => {
  const rows = [
    { id: '1', name: 'א', is_active: true },
    { id: '2', name: 'ב', is_active: false },
    { id: '3', name: 'ג', is_active: true },
  ];
  expect(choicesOf(rows, null).map((choice) => choice.value)).toEqual(['1', '3']);
  expect(choicesOf(rows, '2', '3').map((choice) => choice.value)).toEqual(['3', '1', '2']);
});

test('emoji of a name, however they are composed', () => {
  expect(emojiOf('🟢 נמוכה')).toEqual({ emoji: '🟢', rest: 'נמוכה' });
  expect(emojiOf('❗️ בטיפול')).toEqual({ emoji: '❗️', rest: 'בטיפול' });
  expect(emojiOf('👩‍💻 פיתוח').rest).toBe('פיתוח');
  expect(emojiOf('פתוח').emoji).toBeNull();
  expect(emojiOf('1 ראשון').emoji).toBeNull();
});

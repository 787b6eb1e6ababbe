import { expect, test } from 'vitest';
import { matching, phoneIn, ticketNumberIn } from './palette-match.ts';

test('a ticket is named by its number, with or without a hash', () => {
  expect(ticketNumberIn('1042')).toBe('1042');
  expect(ticketNumberIn(' #7 ')).toBe('7');
});

test('other words are no number', () => {
  for (const words of ['', '#', '0', '007', '12a', '1 2', '9'.repeat(16)])
    expect(ticketNumberIn(words), words).toBeNull();
});

test('a phone number is known in any spelling, and by its end', () => {
  for (const words of ['050-123 4567', '+972 (50) 1234567', ' 4567 ', '*2407'])
    expect(phoneIn(words), words).toBe(words.trim());
  for (const words of ['', '123', 'דנה 4567', '#1042']) expect(phoneIn(words), words).toBeNull();
});

test('a command is found by any of its words, in any order and case', () => {
  const commands = [{ label: 'הגדרות: תיבות דואר' }, { label: 'Dark appearance' }];
  expect(matching('דואר הגד', commands)).toEqual([commands[0]]);
  expect(matching('DARK', commands)).toEqual([commands[1]]);
  expect(matching('  ', commands)).toEqual(commands);
  expect(matching('אין כזה', commands)).toEqual([]);
});

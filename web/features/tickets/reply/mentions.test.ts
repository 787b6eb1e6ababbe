import { expect, test } from 'vitest';
import { speaksOfFile } from './mentions.ts';

test('a text that speaks of a file', () => {
  for (const text of [
    'מצורפת הצעת מחיר',
    'מצ״ב החשבונית',
    'מצ"ב',
    'מצ׳׳ב',
    'הקובץ המצורף',
    'אני מצרפת',
    'Please see attached.',
  ])
    expect(speaksOfFile(text), text).toBe(true);
  for (const text of ['שלום וברכה', 'מצב ההזמנה', 'attaché', 'נצטרף אליכם'])
    expect(speaksOfFile(text), text).toBe(false);
});

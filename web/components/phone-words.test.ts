import { expect, test } from 'vitest';
import { endingNumber, wordParts } from './phone-words.ts';

const numbersIn = (text: string) => wordParts(text).flatMap((part) => (part.isNumber ? [part.text] : []));

test('numbers in words are found as they are written; other digits are left alone', () => {
  const text = 'חזרה ל-050-123-4567 או +49 30 1234561, *2407 ו-1-800-123-456 בשעה 17:00';
  expect(numbersIn(text)).toEqual(['050-123-4567', '+49 30 1234561', '*2407', '1-800-123-456']);
  expect(numbersIn('הזמנה 477245, 1000 - 2000 ש״ח, 25.11.2026, X0501234567')).toEqual([]);
});

test('a number is copied without the marks that held it together; other marks are left to who wrote them', () => {
  const text =
    'שיחה שלא נענתה מ-\u2066050-123-4567\u2069, המתנה \u20661:16\u2069 דקות, \u2068Dana\u2069\u200f';
  expect(
    wordParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe('שיחה שלא נענתה מ-050-123-4567, המתנה 1:16 דקות, \u2068Dana\u2069\u200f');
  expect(numbersIn(text)).toEqual(['050-123-4567', '1:16']);
});

test('the number that a subject ends in is told from the words before it', () => {
  expect(endingNumber('שיחה שלא נענתה מ-+49 30 1234561')).toEqual(['שיחה שלא נענתה מ-', '+49 30 1234561']);
  expect(endingNumber('הזמנה לא הגיעה')).toBeNull();
  expect(endingNumber('050-123-4567')).toBeNull();
});

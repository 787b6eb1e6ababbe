import { expect, test } from 'vitest';
import { dirOf, subjectDirection } from './text-direction.ts';

test('a field turns with its first letter, and keeps the direction of the page until there is one', () => {
  expect(dirOf('שלום')).toBe('rtl');
  expect(dirOf('Hello שלום')).toBe('ltr');
  expect(dirOf('🚀 (12) פרויקטים')).toBe('rtl');
  expect(dirOf('')).toBe(undefined);
  expect(dirOf('054-925 5555')).toBe(undefined);
});

test('a Hebrew subject stays Hebrew behind a reply prefix', () => {
  expect(subjectDirection('Re: FW: הצעת מחיר')).toBe('rtl');
  expect(subjectDirection('תשובה: Invoice 12')).toBe('ltr');
  expect(subjectDirection('#4471')).toBe('auto');
});

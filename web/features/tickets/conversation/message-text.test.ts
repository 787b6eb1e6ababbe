import { expect, test } from 'vitest';
import { foldText, isOtherSubject, linkParts, numberLines, withoutQuoteMarks } from './message-text.ts';

test('a quotation folds and nothing is lost', () => {
  const own = 'שלום\nתודה';
  const quoted = '\n\n> ישן';
  const folded = foldText(own + quoted, own.length);
  expect(folded).toEqual({ visible: own, rest: '', quoted });
});

test('a message of nothing but a quotation is shown', () => {
  expect(foldText('> ישן', 0)).toEqual({ visible: '> ישן', rest: '', quoted: '' });
});

test('a quotation is shown with one mark less on each line, and no word less', () => {
  expect(withoutQuoteMarks('ב-1.2 כתב דן:\n> שלום\n>\n>> ישן\n> 5 > 3')).toBe(
    'ב-1.2 כתב דן:\nשלום\n\n> ישן\n5 > 3',
  );
});

test('lines of numbers alone are told from words', () => {
  const text = 'נועה\n055-555-8760\nהזמנה 12\n03 555 1234';
  expect(numberLines(text)).toEqual(['נועה\n', '055-555-8760', '\nהזמנה 12\n', '03 555 1234', '']);
  expect(numberLines('שלום\n\nתודה')).toEqual(['שלום\n\nתודה']);
});

test('long texts fold without cutting a character in two', () => {
  for (const text of ['😀'.repeat(4000), `${'שורה\n'.repeat(400)}סוף`, `a${'😀'.repeat(4000)}`]) {
    const { visible, rest, quoted } = foldText(text, text.length);
    expect(visible + rest + quoted).toBe(text);
    expect(rest).not.toBe('');
    expect(visible.isWellFormed() && rest.isWellFormed()).toBe(true);
  }
});

test('of a text that is cut there is always more to open', () => {
  expect(foldText('קצר', 900, true).visible).toBe('קצר');
  const { visible, rest } = foldText('מילה '.repeat(4000), 300_000, true);
  expect([visible.length > 0, rest.length > 0]).toEqual([true, true]);
  expect(foldText('שלום\n> ישן', 5, true)).toEqual({ visible: 'שלום\n', rest: '', quoted: '> ישן' });
});

test('links end before the punctuation of their sentence', () => {
  const text = 'ראו https://example.com/a?b=1&c=ד, או info@example.co.il.';
  const parts = linkParts(text);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.flatMap((part) => part.href ?? [])).toEqual([
    'https://example.com/a?b=1&c=ד',
    'mailto:info@example.co.il',
  ]);
});

test('scripts are never links', () => {
  expect(linkParts('javascript:alert(1) data:text/html,x').every((part) => part.href === null)).toBe(true);
});

test('prefixes of replies make no other subject', () => {
  expect(isOtherSubject('Re: תשובה: RE[2]: חשבונית', 'חשבונית')).toBe(false);
  expect(isOtherSubject('Re: הזמנה', 'חשבונית')).toBe(true);
});

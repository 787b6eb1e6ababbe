import { expect, test } from 'vitest';
import { commandFor, isWriting, keyCap } from './useKeys.ts';

const run = () => undefined;
const next = { code: 'KeyJ', label: 'next', run };
const search = { code: 'Slash', label: 'search', run };
const list = { code: 'Slash', shift: true, label: 'list', run };
const press = (code: string, more: Partial<Parameters<typeof commandFor>[0]> = {}) => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  defaultPrevented: false,
  ...more,
});

test('a command follows the physical key, whatever letter the layout gives', () => {
  // On a Hebrew layout the key J types ח.
  expect(commandFor(press('KeyJ'), [search, next])).toBe(next);
});

test('shift tells the search from the list of keys', () => {
  expect(commandFor(press('Slash'), [search, list])).toBe(search);
  expect(commandFor(press('Slash', { shiftKey: true }), [search, list])).toBe(list);
});

test('keys with Ctrl, Alt or ⌘, and letters still being composed, are left alone', () => {
  for (const taken of ['ctrlKey', 'altKey', 'metaKey', 'isComposing', 'defaultPrevented']) {
    expect(commandFor(press('KeyJ', { [taken]: true }), [next]), taken).toBeUndefined();
  }
});

test('a command that means nothing now is not offered', () => {
  expect(commandFor(press('KeyJ'), [{ ...next, isActive: false }])).toBeUndefined();
});

test('writing is told from pressing', () => {
  expect(isWriting({ tagName: 'INPUT', type: 'text' })).toBe(true);
  expect(isWriting({ tagName: 'INPUT', type: 'search' })).toBe(true);
  expect(isWriting({ tagName: 'TEXTAREA' })).toBe(true);
  expect(isWriting({ tagName: 'SELECT' })).toBe(true);
  expect(isWriting({ tagName: 'DIV', isContentEditable: true })).toBe(true);
  expect(isWriting({ tagName: 'INPUT', type: 'checkbox' })).toBe(false);
  expect(isWriting({ tagName: 'BUTTON' })).toBe(false);
});

test('keys are named as they are printed', () => {
  expect(['KeyJ', 'Digit3', 'Enter', 'ArrowUp'].map((code) => keyCap({ code }))).toEqual([
    'j',
    '3',
    'Enter',
    'Up',
  ]);
  expect(keyCap({ code: 'Slash', shift: true })).toBe('?');
  expect(keyCap({ code: 'KeyJ', shift: true })).toBe('Shift+j');
});

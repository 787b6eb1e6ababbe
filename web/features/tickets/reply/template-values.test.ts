import { expect, test } from 'vitest';
import { offeredTemplates } from './template-values.ts';

const template = (name: string, department_id: string | null = null, is_active = true) => ({
  id: name,
  name,
  text: `שלום, ${name} בדרך`,
  department_id,
  is_active,
});
const all = [template('החזר', '2'), template('בדיקה'), template('ביקור', '1'), template('ישנה', null, false)];
const names = (department: string | null, words: string) =>
  offeredTemplates(all, department, words).map(({ name }) => name);

test('the department’s own first, then everybody’s, then the others’; what is switched off is not offered', () => {
  expect(names('1', '')).toEqual(['ביקור', 'בדיקה', 'החזר']);
  expect(names(null, '')).toEqual(['בדיקה', 'החזר', 'ביקור']);
});

test('by words of the name before words of the text', () => {
  expect(names(null, 'בי')).toEqual(['ביקור']);
  expect(names('2', 'ב')).toEqual(['בדיקה', 'ביקור', 'החזר']);
  expect(names(null, 'בדרך שלום')).toHaveLength(3);
  expect(names(null, 'אין')).toEqual([]);
});

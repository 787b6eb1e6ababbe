import { expect, test } from 'vitest';
import { createExample, tokenExample } from './curl-examples.ts';

test('whatever a secret has in it, the shell takes it as it is', () => {
  const example = tokenExample('https://desk.example', 'id', 's$e`c"r\'et');
  expect(example.split('\n')[1]).toBe(`${String.raw`  -u 'id:s$e${'`'}c"r'\''et' `}\\`);
});

test('a subject in any language is one JSON string in one argument', () => {
  const subject = 'it\'s the "first" $inquiry פנייה';
  const argument =
    createExample('https://desk.example', subject, '12').split('\n')[3]?.trim().slice('-d '.length) ?? '';
  const unquoted = argument.slice(1, -1).replaceAll(String.raw`'\''`, "'");
  expect(JSON.parse(unquoted)).toEqual({ subject, status: '12' });
});

import { expect, test } from 'vitest';
import { addressOf } from './api.ts';

test('parameters stand in the path, escaped', () => {
  expect(
    addressOf('/api/lists/:list/:id', { list: 'statuses', id: '271911966272026940869079307116515873576' }),
  ).toBe('/api/lists/statuses/271911966272026940869079307116515873576');
  expect(addressOf('/api/intake/:id', { id: 'a/b?c' })).toBe('/api/intake/a%2Fb%3Fc');
});

test('query values that are not given are left out', () => {
  expect(addressOf('/api/tickets', {}, { view: 'mine', owner: undefined, after: null, limit: 50 })).toBe(
    '/api/tickets?view=mine&limit=50',
  );
  expect(addressOf('/api/tickets', {}, { owner: undefined })).toBe('/api/tickets');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureFor } from './templates.ts';

test('a person’s own signature wins; else the one of the ticket’s department stands, or none', () => {
  const departments = [{ department_id: '1', text: 'שירות' }];
  assert.equal(signatureFor({ mine: 'דנה', departments }, '1'), 'דנה');
  assert.equal(signatureFor({ mine: ' \n', departments }, '1'), 'שירות');
  assert.equal(signatureFor({ mine: '', departments }, '2'), '');
  assert.equal(signatureFor({ mine: '', departments }, null), '');
});

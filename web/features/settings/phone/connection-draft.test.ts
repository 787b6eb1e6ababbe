import { expect, test } from 'vitest';
import { bodyOf, usual } from './connection-draft.ts';

test('rows of queues that nobody has filled in are not sent', () => {
  const queues = [
    { key: 0, queue: ' תמיכה ', department_id: '12' },
    { key: 1, queue: '', department_id: '12' },
    { key: 2, queue: 'מכירות', department_id: '' },
  ];
  const body = bodyOf({ ...usual, queues, provider_account: ' AC1 ' });
  expect(body.queues).toEqual([{ queue: 'תמיכה', department_id: '12' }]);
  expect(body.provider_account).toBe('AC1');
  expect(bodyOf(usual).provider_account).toBeNull();
});

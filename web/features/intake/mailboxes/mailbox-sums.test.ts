import { expect, test } from 'vitest';
import type { FolderAccount } from '../../../../shared/reconciliations.ts';
import { explained, sumOf } from './mailbox-sums.ts';

const inbox: FolderAccount = {
  path: 'INBOX',
  present: 412,
  history: 0,
  tickets: 371,
  replies: 29,
  duplicates: 0,
  ignored: 11,
  quarantined: 1,
  pending: 0,
  missing: 0,
  taken_in: 2,
  disappeared: 1,
};

test('the folders of a mailbox make one equation', () => {
  const junk = {
    ...inbox,
    path: 'Junk',
    present: 10,
    history: 4,
    tickets: 1,
    replies: 0,
    ignored: 3,
    duplicates: 1,
  };
  const sum = sumOf([inbox, junk]);
  expect(sum).toEqual({
    present: 422,
    history: 4,
    tickets: 372,
    replies: 29,
    duplicate: 1,
    ignored: 14,
    quarantined: 2,
    pending: 0,
    missing: 0,
    takenIn: 4,
    disappeared: 2,
  });
  expect(explained(sum) + sum.history + sum.missing).toBe(sum.present);
});

test('a mailbox of no folders', () => {
  expect(sumOf([]).present).toBe(0);
});

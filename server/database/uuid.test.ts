import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstIdAt, newId, withIdsOf } from './uuid.ts';

const sorted = (ids: readonly string[]) =>
  ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id);

test('ids are UUIDv7, sort as they were made, and none comes twice', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  for (const id of ids)
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(sorted(ids));
});

test('ids carry their instant, the present or one of the past', () => {
  const before = firstIdAt(new Date());
  assert.ok(before < newId());
  const at = new Date('2020-01-01T00:00:00Z');
  const ids = withIdsOf(at, () => Array.from({ length: 5000 }, newId));
  assert.ok(sorted([firstIdAt(at), ...ids, firstIdAt(new Date(at.getTime() + 10))]));
});

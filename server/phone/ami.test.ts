import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAmiAccount } from './ami.ts';

test('the account as it is written', () => {
  const account = { username: 'pniya', host: 'pbx.example', port: 5038 };
  assert.deepEqual(readAmiAccount('pniya@pbx.example'), account);
  assert.deepEqual(readAmiAccount('pniya@pbx.example', 'verified'), { ...account, port: 5039 });
  assert.deepEqual(readAmiAccount(' pniya@pbx.example:5039 '), { ...account, port: 5039 });
  assert.deepEqual(readAmiAccount('pniya@[::1]:5038'), { ...account, host: '::1' });
  for (const wrong of [
    null,
    '',
    'pbx.example',
    'pniya@',
    'pniya@pbx:0',
    'pniya@pbx:99999',
    'a b@pbx',
    'a@b/c',
  ])
    assert.equal(readAmiAccount(wrong), null);
});

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeSecrets, SealError } from './secrets.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pniya-secrets-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const given = 'a key of the installation, 32 characters long';

test('what was sealed is opened by its owner, and is nowhere to be read in what is kept', () => {
  const secrets = makeSecrets(given, folder);
  const sealed = secrets.seal('mailbox 1', 'סיסמה סודית');
  assert.equal(secrets.open('mailbox 1', sealed), 'סיסמה סודית');
  assert.equal(makeSecrets(given, folder).open('mailbox 1', sealed), 'סיסמה סודית');
  assert.ok(!sealed.includes('סיסמה'));
  assert.notDeepEqual(secrets.seal('mailbox 1', 'x'), secrets.seal('mailbox 1', 'x'));
});

test('another owner, another key and a changed byte open nothing', () => {
  const secrets = makeSecrets(given, folder);
  const sealed = secrets.seal('mailbox 1', 'secret');
  assert.throws(() => secrets.open('mailbox 2', sealed), SealError);
  assert.throws(() => makeSecrets(`${given}!`, folder).open('mailbox 1', sealed), /another key/);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => secrets.open('mailbox 1', changed), SealError, `byte ${at}`);
  }
  assert.throws(() => secrets.open('mailbox 1', Buffer.alloc(0)), SealError);
});

test('a key of its own is made once, for the owner of the folder only', async () => {
  assert.deepEqual(await readdir(folder), [], 'a given key makes none');
  const sealed = makeSecrets(null, folder).seal('x', 'secret');
  assert.equal(makeSecrets(null, folder).open('x', sealed), 'secret');
  const path = join(folder, 'secret.key');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.match(await readFile(path, 'utf8'), /^[0-9a-f]{64}\n$/);
  assert.deepEqual(await readdir(folder), ['secret.key']);
});

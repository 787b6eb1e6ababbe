import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { diskFiles } from './files.ts';

const tenantId = '0190b1d0-0000-7000-8000-000000000001';
let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pniya-kept-'));
});
after(() => rm(folder, { recursive: true }));

const pathOf = (root: string, sha256: Buffer) => {
  const name = sha256.toString('hex');
  return join(root, tenantId, name.slice(0, 2), name);
};

/** Contents whose names begin alike, so that the folder is there for all but the first. */
function contentsOfOneFolder(many: number): Buffer[] {
  const found: Buffer[] = [];
  while (found.length < many) {
    const content = randomBytes(100);
    if (createHash('sha256').update(content).digest()[0] === 0) found.push(content);
  }
  return found;
}

async function* inParts(content: Buffer, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += bytes) yield content.subarray(at, at + bytes);
}

test('what is kept is found by its hash, whole, whatever its size and the parts it came in', async () => {
  const files = diskFiles(folder);
  for (const bytes of [0, 1, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 1_000_000]) {
    const content = randomBytes(bytes);
    for (const given of [content, inParts(content, 7000)]) {
      const kept = await files.keep(tenantId, given);
      assert.deepEqual(kept, { sha256: createHash('sha256').update(content).digest(), bytes });
      assert.deepEqual(await files.read(tenantId, kept.sha256), content);
    }
  }
});

test('what a crash left half written under its name is made whole by whoever keeps it next', async () => {
  const files = diskFiles(folder);
  const [first, second] = contentsOfOneFolder(2);
  assert.ok(first && second);
  await files.keep(tenantId, first);
  const torn = pathOf(folder, createHash('sha256').update(second).digest());
  await writeFile(torn, second.subarray(0, 10));
  const { sha256 } = await files.keep(tenantId, second);
  assert.deepEqual(await files.read(tenantId, sha256), second);
  await truncate(torn, 3);
  await files.keep(tenantId, inParts(second, 30));
  assert.deepEqual(await files.read(tenantId, sha256), second);
});

test('the same content from many at once is one file, and whoever was answered finds it whole', async () => {
  const own = await mkdtemp(join(folder, 'once-'));
  const files = diskFiles(own);
  const [first, second] = contentsOfOneFolder(2);
  assert.ok(first && second);
  await files.keep(tenantId, first);
  const found = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { sha256 } = await files.keep(tenantId, second);
      return files.read(tenantId, sha256);
    }),
  );
  for (const one of found) assert.deepEqual(one, second);
  assert.equal((await readdir(join(own, tenantId, '00'))).length, 2);
  assert.deepEqual(await readdir(join(own, 'arriving')), []);
});

test('a folder that somebody took away is made again', async () => {
  const own = await mkdtemp(join(folder, 'gone-'));
  const files = diskFiles(own);
  const [first, second] = contentsOfOneFolder(2);
  assert.ok(first && second);
  await files.keep(tenantId, first);
  await rm(join(own, tenantId), { recursive: true });
  const { sha256 } = await files.keep(tenantId, second);
  assert.deepEqual(await files.read(tenantId, sha256), second);
});

test('a stream that fails keeps nothing and leaves nothing', async () => {
  const own = await mkdtemp(join(folder, 'failed-'));
  const files = diskFiles(own);
  const failing = async function* (bytes: number) {
    yield randomBytes(bytes);
    throw new Error('the sender went away');
  };
  for (const bytes of [10, 300_000])
    await assert.rejects(files.keep(tenantId, failing(bytes)), /the sender went away/);
  assert.deepEqual(await readdir(join(own, 'arriving')).catch(() => []), []);
  await assert.rejects(readdir(join(own, tenantId)), /ENOENT/);
});

test('what can not be kept is let go: whoever sends it is still to be answered', async () => {
  const own = await mkdtemp(join(folder, 'blocked-'));
  await writeFile(join(own, 'arriving'), '');
  let isLetGo = false;
  const source = async function* () {
    try {
      for (;;) yield randomBytes(50_000);
    } finally {
      isLetGo = true;
    }
  };
  await assert.rejects(diskFiles(own).keep(tenantId, source()), /ENOTDIR|EEXIST/);
  assert.equal(isLetGo, true);
});

import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CommandError } from './command.ts';
import { GrowingFile } from './growing-file.ts';

const header = 'start,channel,src,dst,disposition';
const columns = header.split(',');
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pniya growing '));
});
after(() => rm(folder, { recursive: true, force: true }));

const whole = async (file: GrowingFile) => {
  const piece = await file.read({ isWhole: true });
  assert.ok(piece);
  return { piece, text: piece.content.toString(), columns: piece.columns };
};

test('what is written while a piece is taken is in the next one; the columns of the first line stay', async () => {
  const path = join(folder, 'a.csv');
  await writeFile(path, `${header}\nfirst\nsec`);
  const file = new GrowingFile(path);
  const first = await whole(file);
  assert.deepEqual([first.text, first.columns], [`${header}\nfirst\n`, columns]);
  await appendFile(path, 'ond\nthi');
  file.taken(first.piece);
  const second = await whole(file);
  assert.deepEqual([second.text, second.columns], ['second\n', columns]);
  file.taken(second.piece);
  assert.equal((await whole(file)).text, '');
  assert.equal((await file.read({ isWhole: false }))?.content.toString(), 'thi');
});

test('a long file comes in pieces of whole lines', async () => {
  const path = join(folder, 'long.csv');
  const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`);
  await writeFile(path, `${header}\n${lines.join('\n')}\nunfinished`);
  const file = new GrowingFile(path, 100);
  const pieces: string[] = [];
  for (let isMore = true; isMore; ) {
    const { piece, text } = await whole(file);
    assert.ok(piece.content.length <= 100 && text.endsWith('\n'));
    assert.deepEqual(piece.columns, columns);
    pieces.push(text);
    file.taken(piece);
    isMore = piece.isMore;
  }
  assert.ok(pieces.length > 4);
  assert.equal(pieces.join(''), `${header}\n${lines.join('\n')}\n`);
});

test('what was not taken is read again, with what came since', async () => {
  const path = join(folder, 'b.csv');
  await writeFile(path, 'first\n');
  const file = new GrowingFile(path);
  assert.deepEqual(await whole(file), await whole(file));
  await appendFile(path, 'second\n');
  assert.equal((await whole(file)).text, 'first\nsecond\n');
});

test('a file that is shorter, or another, is read from its beginning', async () => {
  const path = join(folder, 'c.csv');
  await writeFile(path, `${header}\nfirst\n`);
  const file = new GrowingFile(path);
  file.taken((await whole(file)).piece);
  await truncate(path);
  await appendFile(path, 'second\n');
  const second = await whole(file);
  assert.deepEqual([second.text, second.columns], ['second\n', null]);
  file.taken(second.piece);
  await rename(path, `${path}.1`);
  assert.equal(await file.read({ isWhole: true }), null);
  await writeFile(path, 'the third is another\n');
  assert.equal((await whole(file)).text, 'the third is another\n');
});

test('a file that was never there is an error', async () => {
  await assert.rejects(new GrowingFile(join(folder, 'none')).read({ isWhole: true }), CommandError);
});

import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { silentLog } from '../log.ts';
import { StartError } from '../start-error.ts';
import type { FreshDatabase } from '../testing/test-postgres.ts';
import { freshDatabase } from '../testing/test-postgres.ts';
import type { Connected } from './connect.ts';
import { connectDatabase } from './connect.ts';
import { migrateDatabase, readMigrations } from './migrate.ts';

let database: FreshDatabase;
let connected: Connected<unknown>;
let folder: string;

before(async () => {
  database = await freshDatabase();
  connected = connectDatabase(database.connection, { log: silentLog });
});
after(async () => {
  await connected.close();
  await database.drop();
});
beforeEach(async () => {
  await connected.pool.query('drop schema public cascade; create schema public');
  folder = await mkdtemp(join(tmpdir(), 'pniya-migrate-'));
  await writeFile(join(folder, '0001_first.sql'), 'create table one (id int primary key);');
  await writeFile(join(folder, '0002_second.sql'), 'insert into one values (1); create table two (id int);');
});
afterEach(() => rm(folder, { recursive: true }));

const migrate = () => migrateDatabase(connected.pool, silentLog, folder);
const sentenceOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof StartError ? error.message : `unexpected: ${String(error)}`),
  );

test('applies what is missing, once and in order', async () => {
  assert.deepEqual(await migrate(), [1, 2]);
  assert.deepEqual(await migrate(), []);
  await writeFile(join(folder, '0003_third.sql'), 'insert into two values (3);');
  assert.deepEqual(await migrate(), [3]);
  const { rows } = await connected.pool.query('select version, name from schema_migrations order by version');
  assert.deepEqual(rows, [
    { version: 1, name: 'first' },
    { version: 2, name: 'second' },
    { version: 3, name: 'third' },
  ]);
});

test('processes that start together apply each migration once', async () => {
  const all = await Promise.all([migrate(), migrate(), migrate()]);
  assert.deepEqual(all.flat(), [1, 2]);
});

test('a failing migration leaves nothing of itself', async () => {
  await writeFile(join(folder, '0003_third.sql'), 'create table three (id int); select 1/0;');
  await assert.rejects(migrate(), /migration 3 third failed: division by zero/);
  const { rows } = await connected.pool.query(
    `select to_regclass('two') is not null as two, to_regclass('three') is not null as three,
            (select max(version) from schema_migrations) as version`,
  );
  assert.deepEqual(rows, [{ two: true, three: false, version: 2 }]);
});

test('a database of a newer version is refused in one sentence', async () => {
  await migrate();
  await rm(join(folder, '0002_second.sql'));
  assert.equal(
    await sentenceOf(migrate()),
    'This database was made by a newer version of Pniya (migration 2; this version knows 1): start the newer version.',
  );
});

test('an applied migration that has changed is refused', async () => {
  await migrate();
  await appendFile(join(folder, '0001_first.sql'), '\n-- changed');
  assert.match(await sentenceOf(migrate()), /^Migration 1 \(first\) was applied .* with another text/);
});

test('a gap or a bad name among the files is an error', async () => {
  await rename(join(folder, '0002_second.sql'), join(folder, '0003_second.sql'));
  await assert.rejects(readMigrations(folder), /0003_second.sql is out of order/);
  await rename(join(folder, '0003_second.sql'), join(folder, '0002-second.sql'));
  await assert.rejects(readMigrations(folder), /badly named/);
});

test('our own migrations are well formed', async () => {
  for (const [index, { version }] of (await readMigrations()).entries()) assert.equal(version, index + 1);
});

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { silentLog } from '../log.ts';
import { StartError } from '../start-error.ts';
import { connectDatabase } from './connect.ts';
import { startEmbedded } from './embedded.ts';
import { holderOf } from './embedded-lock.ts';
import { openDatabase } from './open.ts';

const fast = { fsync: 'off', full_page_writes: 'off' };
let root: string;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'pniya embedded '));
});
after(() => rm(root, { recursive: true }));

const start = (dataDir: string) => startEmbedded({ dataDir, log: silentLog, settings: fast });
const sentenceOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof StartError ? error.message : `unexpected: ${String(error)}`),
  );

async function ask(connection: pg.PoolConfig, statement: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test('keeps what was written, in a folder with a long name and spaces, behind a socket that only its owner can open', async () => {
  const dataDir = join(root, 'a folder with a very long name '.repeat(4), 'נתונים');
  const first = await start(dataDir);
  assert.deepEqual(first.health(), { state: 'up' });
  await ask(first.connection, `create table kept as select 'שלום' as word`);
  assert.equal((await stat(join(dataDir, 'postgres'))).mode & 0o777, 0o700);
  assert.deepEqual(await ask(first.connection, 'show listen_addresses'), [{ listen_addresses: '' }]);
  assert.deepEqual(await ask(first.connection, 'show data_checksums'), [{ data_checksums: 'on' }]);
  await first.stop();
  assert.deepEqual(first.health(), { state: 'stopped' });

  const second = await start(dataDir);
  assert.deepEqual(await ask(second.connection, 'select word from kept'), [{ word: 'שלום' }]);
  await second.stop();
});

test('a second Pniya on the same folder is refused and told by whom; a command joins instead', async () => {
  const dataDir = join(root, 'shared');
  const owner = await start(dataDir);
  assert.equal(
    await sentenceOf(start(dataDir)),
    `Pniya is already running on the data folder ${dataDir} (process ${process.pid}).`,
  );
  const joined = await openDatabase({ dataDir, databaseUrl: null }, silentLog);
  assert.equal(joined.foreign, true);
  assert.deepEqual(await ask(joined.connection, 'select 1 as one'), [{ one: 1 }]);
  await joined.stop();
  assert.deepEqual(owner.health(), { state: 'up' });
  await owner.stop();

  assert.equal(await holderOf(dataDir), null);
  const alone = await openDatabase({ dataDir, databaseUrl: null }, silentLog);
  assert.equal(alone.foreign, false);
  assert.deepEqual(await ask(alone.connection, 'select 1 as one'), [{ one: 1 }]);
  // Who comes while a command is at work waits for its end, and does not work on a database that ends with it.
  const next = openDatabase({ dataDir, databaseUrl: null }, silentLog);
  const after = next.then((database) => database.stop()).then(() => start(dataDir));
  await new Promise((go) => setTimeout(go, 200));
  assert.deepEqual(await holderOf(dataDir), { kind: 'command', pid: process.pid });
  assert.deepEqual(await ask(alone.connection, 'select 1 as one'), [{ one: 1 }]);
  await alone.stop();
  assert.equal((await next).foreign, false);
  await (await after).stop();
});

test('a killed PostgreSQL is started again by itself, and the pool recovers', async () => {
  const database = await start(join(root, 'killed'));
  const { pool, close } = connectDatabase(database.connection, { log: silentLog });
  await pool.query('create table counted (n int)');
  for (let round = 1; round <= 2; round += 1) {
    const pid = database.pid() ?? 0;
    const cut = assert.rejects(pool.query('select pg_sleep(20)'));
    process.kill(pid, 'SIGKILL');
    await cut;
    const until = Date.now() + 20_000;
    while (database.health().state !== 'restarting' && Date.now() < until) await new Promise(setImmediate);
    assert.equal(database.health().state, 'restarting');
    while (database.health().state !== 'up' && Date.now() < until)
      await new Promise((go) => setTimeout(go, 20));
    assert.notEqual(database.pid(), pid);
    await pool.query('insert into counted values ($1)', [round]);
  }
  assert.deepEqual((await pool.query('select n from counted order by n')).rows, [{ n: 1 }, { n: 2 }]);
  await close();
  await database.stop();
});

test('stops at once while PostgreSQL is being started again', async () => {
  const database = await start(join(root, 'stopped'));
  process.kill(database.pid() ?? 0, 'SIGKILL');
  while (database.health().state !== 'restarting') await new Promise(setImmediate);
  await database.stop();
  await database.stop();
  assert.equal(await holderOf(join(root, 'stopped')), null);
});

test('an interrupted first start leaves nothing in the way', async () => {
  const dataDir = join(root, 'interrupted');
  await mkdir(join(dataDir, 'postgres.new-123'), { recursive: true });
  await writeFile(join(dataDir, 'postgres.new-123', 'PG_VERSION'), '18\n');
  const database = await start(dataDir);
  await database.stop();
  assert.deepEqual(await readdir(dataDir), ['postgres']);
});

test('a folder that can not be used is refused in one sentence', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  assert.equal(await sentenceOf(start(file)), `The data folder ${file} is not a folder.`);

  const newer = join(root, 'newer');
  await mkdir(join(newer, 'postgres'), { recursive: true });
  await writeFile(join(newer, 'postgres', 'PG_VERSION'), '99\n');
  assert.equal(
    await sentenceOf(start(newer)),
    `The database in ${newer} was made by PostgreSQL 99; this version has PostgreSQL 18: start the newer version of Pniya.`,
  );
  assert.equal(await holderOf(newer), null);
});

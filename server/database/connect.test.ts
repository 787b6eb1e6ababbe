import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { silentLog } from '../log.ts';
import { StartError } from '../start-error.ts';
import { type FreshDatabase, freshDatabase } from '../testing/test-postgres.ts';
import { type Connected, checkServer, connectDatabase } from './connect.ts';

let database: FreshDatabase;
let connected: Connected<unknown>;

before(async () => {
  database = await freshDatabase();
  connected = connectDatabase(database.connection, { log: silentLog });
});
after(async () => {
  await connected.close();
  await database.drop();
});

test('values come as the types we promise', async () => {
  const { rows } = await sql`
    select 9007199254740991::bigint as big, 7::int as small, '1.10'::numeric as exact,
           '2026-01-02T03:04:05Z'::timestamptz as at, '{"a":1}'::jsonb as json, '\\x01ff'::bytea as bytes
  `.execute(connected.db);
  assert.deepEqual(rows, [
    {
      big: Number.MAX_SAFE_INTEGER,
      small: 7,
      exact: '1.10',
      at: new Date('2026-01-02T03:04:05Z'),
      json: { a: 1 },
      bytes: Buffer.from([1, 255]),
    },
  ]);
});

test('a bigint beyond a safe number is an error, not a rounded value', async () => {
  await assert.rejects(sql`select 9007199254740993::bigint as big`.execute(connected.db), /does not fit/);
  const { rows } = await sql`select 1::bigint as big`.execute(connected.db);
  assert.deepEqual(rows, [{ big: 1 }]);
});

test('our server fits, and its trigrams see Hebrew', async () => {
  await checkServer(connected.pool, silentLog);
  await connected.pool.query('create extension if not exists pg_trgm');
  const { rows } = await connected.pool.query(`select cardinality(show_trgm('שלום')) as trigrams`);
  assert.deepEqual(rows, [{ trigrams: 5 }]);
});

test('a database with another encoding is refused', async () => {
  await connected.pool.query(
    `create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0`,
  );
  const latin = connectDatabase({ ...database.connection, database: 'latin' }, { log: silentLog });
  await assert.rejects(checkServer(latin.pool, silentLog), (error) => {
    assert.ok(error instanceof StartError);
    return error.message === 'Pniya needs a database with encoding UTF8; this one has LATIN1.';
  });
  await latin.close();
  await connected.pool.query('drop database latin');
});

test('a connection that breaks is replaced and reported once', async () => {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_fields: object, message: string) => warnings.push(message) };
  const { pool, close } = connectDatabase(database.connection, { log });
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const broken = new Promise((resolve) => pool.once('error', resolve));
  await connected.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await broken;
  assert.deepEqual((await pool.query('select 1 as one')).rows, [{ one: 1 }]);
  assert.deepEqual(warnings, ['an idle database connection broke']);
  await close();
});

test('a statement that runs too long is ended', async () => {
  const { pool, close } = connectDatabase(database.connection, { log: silentLog, statementTimeoutMs: 50 });
  await assert.rejects(pool.query('select pg_sleep(5)'), /statement timeout/);
  await close();
});

test('the URL of a test database reaches it', async () => {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query('select current_database() as name');
  await client.end();
  assert.equal(rows[0].name, database.connection.database);
});

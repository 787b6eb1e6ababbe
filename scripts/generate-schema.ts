// Writes server/database/schema.ts, the types of the migrated database. Run after adding a migration.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { freshDatabase } from '../server/testing/test-postgres.ts';

const target = 'server/database/schema.ts';
const database = await freshDatabase();
const { host, user, database: name } = database.connection;
const url = `postgres://${user}@/${name}?host=${encodeURIComponent(String(host))}`;
const options = [
  '--dialect',
  'postgres',
  '--url',
  url,
  '--out-file',
  target,
  '--include-pattern',
  'public.*',
];
const run = spawnSync('node_modules/.bin/kysely-codegen', options, { stdio: 'inherit' });
await database.drop();
if (run.status !== 0) process.exit(1);
// connect.ts reads bigint columns as numbers, and refuses those beyond 2^53.
const text = readFileSync(target, 'utf8');
const int8 = 'export type Int8 = ColumnType<number, bigint | number, bigint | number>;';
writeFileSync(target, text.replace(/export type Int8 = .*/, int8));

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Config } from '../../server/config.ts';
import { checkServer, connectDatabase } from '../../server/database/connect.ts';
import { readMigrations } from '../../server/database/migrate.ts';
import { type OpenDatabase, openDatabase } from '../../server/database/open.ts';
import type { DB } from '../../server/database/schema.ts';
import { silentLog } from '../../server/log.ts';
import { StartError } from '../../server/start-error.ts';
import { checkClock } from './clock.ts';
import { type Finding, ok, reasonOf, warning, wrong } from './finding.ts';
import { checkLedger } from './ledger.ts';

const check = 'database';
const neededExtensions = ['pg_trgm', 'btree_gin'];

/** The database, and what is in it. It is started for the time of the check when nobody runs it, but never made. */
export async function checkDatabase(config: Config): Promise<Finding[]> {
  if (config.databaseUrl === null) {
    const found = await stat(join(config.dataDir, 'postgres')).catch(({ code }: { code?: string }) => code);
    if (found === 'ENOENT') return [ok(check, 'There is none yet; npm start makes it.')];
  }
  let database: OpenDatabase;
  try {
    database = await openDatabase(config, silentLog);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return error.sentences.map((sentence) => wrong(check, sentence));
  }
  await using ending = new AsyncDisposableStack();
  ending.defer(() => database.stop());
  const { pool, db, close } = connectDatabase<DB>(database.connection, { log: silentLog, poolSize: 3 });
  ending.defer(close);
  const findings = [await checkVersion(pool, placeOf(config, database)), ...(await checkClock(pool))];
  const migrations = await checkMigrations(pool);
  findings.push(migrations);
  if (migrations.state === 'wrong') return findings;
  findings.push(await checkExtensions(pool), await checkSize(pool));
  return [...findings, ...(await checkLedger(db, config, database.foreign))];
}

function placeOf({ databaseUrl, dataDir }: Config, { foreign }: OpenDatabase): string {
  if (databaseUrl !== null) return 'of DATABASE_URL';
  return `in ${join(dataDir, 'postgres')}${foreign ? ', run by the Pniya that serves' : ', started for this check'}`;
}

async function checkVersion(pool: pg.Pool, place: string): Promise<Finding> {
  const warned: string[] = [];
  try {
    await checkServer(pool, { ...silentLog, warn: (_fields, words) => warned.push(words) });
  } catch (error) {
    return wrong(check, reasonOf(error));
  }
  const answer = await pool.query<{ server_version: string }>('show server_version');
  const words = `PostgreSQL ${answer.rows[0]?.server_version.split(' ')[0]} ${place}`;
  return warned.length === 0 ? ok(check, `${words}.`) : warning(check, `${words}; ${warned.join('; ')}.`);
}

async function checkMigrations(pool: pg.Pool): Promise<Finding> {
  const known = await readMigrations();
  const table = await pool.query<{ is_there: boolean }>(
    `select to_regclass('schema_migrations') is not null as is_there`,
  );
  const applied = table.rows[0]?.is_there
    ? (
        await pool.query<{ version: number; checksum: string }>(
          'select version, checksum from schema_migrations',
        )
      ).rows
    : [];
  const newest = Math.max(0, ...applied.map(({ version }) => version));
  if (newest > known.length)
    return wrong(
      'migrations',
      `The database is of a newer Pniya (migration ${newest}; this one knows ${known.length}).`,
    );
  if (applied.some(({ version, checksum }) => known[version - 1]?.checksum !== checksum))
    return wrong(
      'migrations',
      'The database was made with another text of a migration: use the version that made it.',
    );
  const missing = known.length - applied.length;
  return missing === 0
    ? ok('migrations', `Up to date (migration ${newest}).`)
    : wrong('migrations', `${missing} of ${known.length} are missing: npm run migrate, or start Pniya.`);
}

async function checkExtensions(pool: pg.Pool): Promise<Finding> {
  const answer = await pool.query<{ extname: string }>('select extname from pg_extension');
  const there = answer.rows.map(({ extname }) => extname);
  const missing = neededExtensions.filter((name) => !there.includes(name));
  return missing.length === 0
    ? ok('extensions', `${neededExtensions.join(' and ')} are there.`)
    : wrong(
        'extensions',
        `${missing.join(' and ')} missing: run "create extension ${missing[0]}" in the database.`,
      );
}

async function checkSize(pool: pg.Pool): Promise<Finding> {
  const answer = await pool.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
  return ok(
    'size',
    `The database takes ${Math.ceil((answer.rows[0]?.bytes ?? 0) / 1024 ** 2).toLocaleString('en')} MB.`,
  );
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import { tellOfYoungTables } from './young.ts';

/** Arbitrary, but the same in every process: only one of them migrates at a time. */
const lockKey = 7_046_029_254;
const ownFolder = join(import.meta.dirname, 'migrations');

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

interface AppliedMigration {
  version: number;
  name: string;
  checksum: string;
}

/** The migrations of a folder, in order: files NNNN_name.sql, numbered from 1 without a gap. */
export async function readMigrations(folder: string = ownFolder): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return await Promise.all(
    files.map(async (file, index) => {
      const [, digits, name] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
      const version = Number(digits);
      if (!name || version !== index + 1) throw new Error(`migration ${file} is out of order or badly named`);
      // Line ends of a checkout on Windows must not change the checksum.
      const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database to the newest migration this version knows; forward only, each migration in one
 * transaction, under an advisory lock (several processes may start at once). Returns the versions applied now.
 * Throws StartError when the database was made by a newer Pniya or an applied migration has changed since.
 */
export async function migrateDatabase(
  pool: pg.Pool,
  log: Log,
  folder: string = ownFolder,
): Promise<number[]> {
  const known = await readMigrations(folder);
  const client = await pool.connect();
  try {
    // Building an index on a large table may take longer than a request may.
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    return await applyMissing(client, known, log);
  } catch (error) {
    throw refusalOf(error) ?? error;
  } finally {
    // Ends the connection, and with it the lock and the changed timeout.
    client.release(true);
  }
}

async function applyMissing(client: pg.PoolClient, known: readonly Migration[], log: Log): Promise<number[]> {
  await client.query(`create table if not exists schema_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`);
  const answer = await client.query<AppliedMigration>(
    'select version, name, checksum from schema_migrations order by version',
  );
  checkApplied(answer.rows, known);
  const missing = known.slice(answer.rows.length);
  for (const migration of missing) {
    await applyOne(client, migration);
    // A new database gets all of them, which says nothing to whoever starts it.
    const level = answer.rows.length === 0 ? 'debug' : 'info';
    log[level]({ version: migration.version }, `applied migration ${migration.version} ${migration.name}`);
  }
  if (missing.length > 0) await tellOfYoungTables(client);
  return missing.map((migration) => migration.version);
}

/** What only the database's administrator can mend, in one sentence; null for everything else. */
function refusalOf(error: unknown): StartError | null {
  const { code, message } = ((error as Error).cause ?? error) as { code?: string; message: string };
  const remedies: Readonly<Record<string, string>> = {
    '42501': "make Pniya's user the owner of the database",
    '25006': 'Pniya needs one that can be written',
    // An extension's files are not on the server: distributions have them in a package of their own.
    '58P01': "install PostgreSQL's contrib package on its server",
    '0A000': "install PostgreSQL's contrib package on its server",
  };
  const remedy = remedies[code ?? ''];
  if (remedy === undefined) return null;
  return new StartError(`Pniya's tables can't be made in this database (${message}): ${remedy}.`, {
    cause: error,
  });
}

function checkApplied(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  const newest = applied.at(-1)?.version ?? 0;
  if (newest > known.length) {
    throw new StartError(
      `This database was made by a newer version of Pniya (migration ${newest}; this version knows ${known.length}): ` +
        'start the newer version.',
    );
  }
  for (const [index, { version, name, checksum }] of applied.entries()) {
    const migration = known[index];
    if (migration?.version === version && migration.checksum === checksum) continue;
    throw new StartError(
      `Migration ${version} (${name}) was applied to this database with another text than this version has: ` +
        'use the version that made the database, or a newer one.',
    );
  }
}

async function applyOne(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`migration ${migration.version} ${migration.name} failed: ${reason}`, { cause: error });
  }
}

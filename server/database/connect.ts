import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import { preparingPool } from './prepared.ts';

/** Oldest PostgreSQL that Pniya runs on. */
const oldestMajor = 15;
const poolSize = 10;
const statementTimeoutMs = 30_000;

export interface Connected<Schema> {
  readonly pool: pg.Pool;
  readonly db: Kysely<Schema>;
  /** Waits for running queries, then closes. May be called twice. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly log: Log;
  /** Most connections at once; 10 unless told. */
  readonly poolSize?: number;
  /** 0: no limit. 30,000 unless told. */
  readonly statementTimeoutMs?: number;
}

/**
 * A pool, and Kysely over it. Connects lazily and recovers by itself after a restart of the database: a broken
 * connection is thrown away, the query that was running on it fails.
 */
export function connectDatabase<Schema>(
  connection: pg.PoolConfig,
  options: ConnectOptions,
): Connected<Schema> {
  const pool = new pg.Pool({
    application_name: 'pniya',
    connectionTimeoutMillis: 10_000,
    ...connection,
    max: options.poolSize ?? poolSize,
    statement_timeout: options.statementTimeoutMs ?? statementTimeoutMs,
    types: { getTypeParser },
  });
  // Without a listener an idle connection that breaks would end the process.
  let closing: Promise<void> | undefined;
  pool.on('error', (error) => {
    if (!closing) options.log.warn({ err: error }, 'an idle database connection broke');
  });
  // The pool listens to a connection only while it is idle; one that breaks between two statements of a transaction must
  // not end the process either: its next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) });
  return {
    pool,
    db,
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

/**
 * Checks what Pniya needs of a PostgreSQL server: version and encoding. Throws StartError. A ctype that hides
 * Hebrew from the trigram index is only a warning: search gets slower, nothing is lost.
 */
export async function checkServer(pool: pg.Pool, log: Log): Promise<void> {
  const answer = await pool.query<{ version: number; encoding: string; ctype: string }>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_encoding') as encoding,
            (select datctype from pg_database where datname = current_database()) as ctype`,
  );
  const server = answer.rows[0];
  if (!server) throw new StartError('The database did not say its version.');
  const major = Math.floor(server.version / 10_000);
  if (major < oldestMajor) {
    throw new StartError(
      `Pniya needs PostgreSQL ${oldestMajor} or newer; this server is PostgreSQL ${major}.`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new StartError(`Pniya needs a database with encoding UTF8; this one has ${server.encoding}.`);
  }
  if (['C', 'POSIX'].includes(server.ctype)) {
    log.warn({ ctype: server.ctype }, 'the database was made with LC_CTYPE C: search in Hebrew will be slow');
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format !== 'binary' && oid === pg.types.builtins.INT8) return safeInteger;
  return pg.types.getTypeParser(oid, format);
}

// A bigint that a JavaScript number can't hold must be an error, never a rounded value.
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

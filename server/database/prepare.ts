import type pg from 'pg';
import type { Log } from '../log.ts';
import { checkServer, connectDatabase } from './connect.ts';
import { migrateDatabase } from './migrate.ts';
import type { DB } from './schema.ts';

/** Looks at the server and migrates the database, before anything else uses it. */
export async function prepareDatabase(connection: pg.PoolConfig, log: Log): Promise<void> {
  const { pool, close } = connectDatabase<DB>(connection, { log, statementTimeoutMs: 0 });
  try {
    await checkServer(pool, log);
    await migrateDatabase(pool, log);
  } finally {
    await close();
  }
}

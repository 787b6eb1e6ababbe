import { join } from 'node:path';
import { readConfig } from '../server/config.ts';
import type { Means } from '../server/context.ts';
import { BatchWriter } from '../server/database/batch.ts';
import { ChangeFeed } from '../server/database/changes.ts';
import { checkServer, connectDatabase } from '../server/database/connect.ts';
import { migrateDatabase } from '../server/database/migrate.ts';
import { openDatabase } from '../server/database/open.ts';
import type { DB } from '../server/database/schema.ts';
import { makeListKeeper } from '../server/features/lists/lists.service.ts';
import { diskFiles } from '../server/files.ts';
import { processLog } from '../server/log.ts';
import { mailOutside } from '../server/mail/outside.ts';
import { makeSecrets } from '../server/secrets.ts';

/** A command is one person's: it needs few connections beside a running server. */
const poolSize = 3;

/**
 * Does a command's work on the database of the settings: of the Pniya that runs on it, else started for the time of the
 * work and migrated if needed. What the work announces has reached the running processes when this answers. Throws StartError.
 */
export async function withMeans<T>(work: (means: Means) => Promise<T>): Promise<T> {
  const config = readConfig();
  const log = processLog(config.logLevel === 'silent' ? 'silent' : 'warn');
  await using ending = new AsyncDisposableStack();
  const database = await openDatabase(config, log);
  ending.defer(() => database.stop());
  const { pool, db, close } = connectDatabase<DB>(database.connection, { log, poolSize });
  ending.defer(close);
  await checkServer(pool, log);
  // A server that runs has migrated its own database; one of another version must not be changed under it.
  if (!database.foreign || config.databaseUrl !== null) await migrateDatabase(pool, log);
  const changes = new ChangeFeed(pool, log);
  ending.defer(() => changes.stop());
  return await work({
    db,
    log,
    jobs: { enqueue: () => Promise.reject(new Error('a command puts nothing in queues')) },
    writer: new BatchWriter(),
    files: diskFiles(join(config.dataDir, 'files')),
    secrets: makeSecrets(config.secretKey, config.dataDir),
    mail: mailOutside(config),
    lists: makeListKeeper({ db, subscribe: changes.subscribe.bind(changes) }),
    now: () => new Date(),
    announce: (tenantId, change) => changes.announce(tenantId, change),
  });
}

import { readConfig } from '../server/config.ts';
import { checkServer, connectDatabase } from '../server/database/connect.ts';
import { migrateDatabase, readMigrations } from '../server/database/migrate.ts';
import { openDatabase } from '../server/database/open.ts';
import { processLog } from '../server/log.ts';
import { command } from './command.ts';

const migrate = command({
  name: 'migrate',
  summary: 'bring the database to this version; npm start does it by itself',
  help: [],
  options: {},
  async run() {
    const config = readConfig();
    const log = processLog(config.logLevel === 'silent' ? 'silent' : 'warn');
    await using ending = new AsyncDisposableStack();
    const database = await openDatabase(config, log);
    ending.defer(() => database.stop());
    const { pool, close } = connectDatabase(database.connection, { log, statementTimeoutMs: 0 });
    ending.defer(close);
    await checkServer(pool, log);
    const applied = await migrateDatabase(pool, log);
    const version = (await readMigrations()).length;
    const text =
      applied.length === 0
        ? `The database is up to date (migration ${version}).`
        : `Applied migration ${applied.join(', ')}; the database is up to date.`;
    return { json: { applied, version }, text };
  },
});

export const migrateCommands = [migrate];

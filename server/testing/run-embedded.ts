import { startEmbedded } from '../database/embedded.ts';
import { silentLog } from '../log.ts';

// A process of its own that crash tests can kill: starts the database of the folder in its first argument.
const [, , dataDir = ''] = process.argv;
const database = await startEmbedded({ dataDir, log: silentLog });
process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)));
process.stdout.write(`${database.pid()}\n`);
setInterval(() => undefined, 60_000);

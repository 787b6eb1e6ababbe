import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import { type DatabaseHealth, embeddedConnection, startEmbedded } from './embedded.ts';
import { prepareDataFolder } from './embedded-cluster.ts';
import { FolderTakenError, holderOf } from './embedded-lock.ts';

/** A server may still be replaying its log when a command wants to join it. */
const joinWithinMs = 15_000;

type Where = Pick<Config, 'dataDir' | 'databaseUrl'>;

export interface OpenDatabase {
  readonly connection: pg.PoolConfig;
  /** Whether the server is someone else's to run (DATABASE_URL, or another Pniya's embedded one). */
  readonly foreign: boolean;
  /** What we know of the server process; of a foreign server always `up`: ask it. */
  health(): DatabaseHealth;
  /** Stops PostgreSQL if we started it. Close the pool before. May be called twice. */
  stop(): Promise<void>;
}

/** For the server: DATABASE_URL, else the data folder's own PostgreSQL, which it starts; `signal` gives the start up. Throws StartError. */
export async function startDatabase(where: Where, log: Log, signal?: AbortSignal): Promise<OpenDatabase> {
  if (where.databaseUrl !== null) {
    // Files are kept there all the same.
    await prepareDataFolder(where.dataDir);
    return await foreignUrl(where.databaseUrl);
  }
  return { ...(await startEmbedded({ dataDir: where.dataDir, log, signal })), foreign: false };
}

/**
 * For commands: DATABASE_URL, else the PostgreSQL of the Pniya that serves from this data folder, else our own, which
 * `stop()` ends. Throws StartError.
 */
export async function openDatabase(where: Where, log: Log): Promise<OpenDatabase> {
  if (where.databaseUrl !== null) return await foreignUrl(where.databaseUrl);
  for (;;) {
    const opened = (await isServed(where.dataDir))
      ? await joinDatabase(where.dataDir)
      : await ownDatabase(where.dataDir, log);
    if (opened) return opened;
  }
}

/** Null when somebody began to serve while we waited for our turn. */
async function ownDatabase(dataDir: string, log: Log): Promise<OpenDatabase | null> {
  try {
    return { ...(await startEmbedded({ dataDir, log, kind: 'command' })), foreign: false };
  } catch (error) {
    if (error instanceof FolderTakenError && (await isServed(dataDir))) return null;
    throw error;
  }
}

/** Null when who served has ended meanwhile. */
async function joinDatabase(dataDir: string): Promise<OpenDatabase | null> {
  const connection = embeddedConnection(dataDir);
  for (const until = Date.now() + joinWithinMs; ; await sleep(100)) {
    const reason = await refusal(connection);
    if (reason === null) return foreign(connection);
    if (!(await isServed(dataDir))) return null;
    if (reason.includes('EACCES'))
      throw new StartError(
        `The data folder ${dataDir} may not be entered by this user: run the command as the user that Pniya runs as.`,
      );
    if (Date.now() > until)
      throw new StartError(`Pniya runs on the data folder ${dataDir}, but its database does not answer.`);
  }
}

async function foreignUrl(databaseUrl: string): Promise<OpenDatabase> {
  const connection = { connectionString: databaseUrl };
  const reason = await refusal(connection);
  // The reason never holds the URL, and with it the password.
  if (reason !== null) throw new StartError(`The database of DATABASE_URL can't be reached: ${reason}.`);
  return foreign(connection);
}

function foreign(connection: pg.PoolConfig): OpenDatabase {
  return { connection, foreign: true, health: () => ({ state: 'up' }), stop: async () => undefined };
}

async function isServed(dataDir: string): Promise<boolean> {
  if (!(await stat(dataDir).catch(() => null))) return false;
  return (await holderOf(dataDir))?.kind === 'server';
}

async function refusal(connection: pg.PoolConfig): Promise<string | null> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    // Several addresses that all refuse come as one error without a message.
    if (error instanceof AggregateError) return error.errors.map(String).join(', ');
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

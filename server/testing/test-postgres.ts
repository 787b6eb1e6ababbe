import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readTestServer } from '../config.ts';
import { connectDatabase } from '../database/connect.ts';
import type { EmbeddedDatabase } from '../database/embedded.ts';
import { startEmbedded } from '../database/embedded.ts';
import { stopOrphans } from '../database/embedded-orphans.ts';
import { migrateDatabase } from '../database/migrate.ts';
import { silentLog } from '../log.ts';

const folderName = 'pniya-test-';
const template = 'pniya_template';
// Tests ask whether the code is right, not whether the disk is: crash tests start a PostgreSQL of their own.
const fast = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' };

/** A PostgreSQL for tests, with a migrated template database. */
export interface TestServer {
  /** Folder of its socket, for other processes. */
  readonly socketFolder: string;
  stop(): Promise<void>;
}

export interface FreshDatabase {
  readonly connection: pg.PoolConfig;
  /** The same as a DATABASE_URL, for processes that tests start. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Starts PostgreSQL in a temporary folder; `npm test` does it once for all test files. */
export async function startTestServer(): Promise<TestServer> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), folderName));
  await writeFile(join(dataDir, 'owner'), String(process.pid));
  const server = await startEmbedded({ dataDir, log: silentLog, settings: fast });
  await makeTemplate(server);
  return {
    socketFolder: join(dataDir, 'postgres'),
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** A migrated, empty database that no other test uses. Starts a PostgreSQL when the test file is run alone. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const shared = readTestServer();
  const server = shared === null ? await useOwnServer() : null;
  const host = shared ?? server?.socketFolder ?? '';
  const admin = { host, user: 'pniya', database: 'postgres' };
  const database = `test_${randomBytes(6).toString('hex')}`;
  await runOnce(admin, `create database ${database} template ${template}`);
  return {
    connection: { ...admin, database },
    url: `postgres://pniya@${encodeURIComponent(host)}/${database}`,
    async drop() {
      await runOnce(admin, `drop database if exists ${database} with (force)`);
      if (server) await leaveOwnServer();
    },
  };
}

// Of a test file that is run alone: the last database to be dropped takes the server with it.
let own: Promise<TestServer> | undefined;
let users = 0;

function useOwnServer(): Promise<TestServer> {
  users += 1;
  own ??= startTestServer();
  return own;
}

async function leaveOwnServer(): Promise<void> {
  users -= 1;
  if (users > 0) return;
  const server = await own;
  own = undefined;
  await server?.stop();
}

async function makeTemplate(server: EmbeddedDatabase): Promise<void> {
  await runOnce(server.connection, `create database ${template}`);
  const { pool, close } = connectDatabase({ ...server.connection, database: template }, { log: silentLog });
  await migrateDatabase(pool, silentLog);
  await close();
  // The queue has tables of its own, and makes them at its first start. Read here: most who want a database start no app.
  const [{ queues }, { JobQueue }] = await Promise.all([import('../main.ts'), import('../jobs/queue.ts')]);
  const jobs = new JobQueue({ ...server.connection, database: template }, queues, silentLog);
  await jobs.start();
  await jobs.stop();
}

async function runOnce(connection: pg.PoolConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

// A test run that was killed leaves its PostgreSQL and its folder behind.
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(folderName)) continue;
    const folder = join(tmpdir(), name);
    const owner = Number(await readFile(join(folder, 'owner'), 'utf8').catch(() => '0'));
    if (owner === 0 || isAlive(owner)) continue;
    await stopOrphans(join(folder, 'postgres'));
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

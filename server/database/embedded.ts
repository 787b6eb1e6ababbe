import { openSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import { accountFor, findBinaries } from './embedded-binaries.ts';
import { databaseUser, prepareCluster, prepareDataFolder } from './embedded-cluster.ts';
import type { FolderLock, HolderKind } from './embedded-lock.ts';
import { lockFolder } from './embedded-lock.ts';
import { stopOrphans } from './embedded-orphans.ts';
import type { LaunchOptions, Postmaster } from './embedded-process.ts';
import { launchPostgres, stopPostgres } from './embedded-process.ts';

const firstDelayMs = 200;
const longestDelayMs = 5000;
/** After this long without a crash the next restart is quick again. */
const steadyAfterMs = 30_000;
/** sun_path holds 108 bytes (104 on macOS), with `/.s.PGSQL.5432` and the final zero. */
const longestSocketFolder = 85;

export type DatabaseHealth =
  | { readonly state: 'up' }
  | { readonly state: 'restarting'; readonly reason: string }
  | { readonly state: 'stopped' };

export interface EmbeddedDatabase {
  /** For the pool; stays valid across restarts. */
  readonly connection: pg.PoolConfig;
  /** The process id of PostgreSQL, for measuring and for tests; null while it is down. */
  pid(): number | null;
  health(): DatabaseHealth;
  /** Call after the pool is closed. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** A server unless told. */
  readonly kind?: HolderKind;
  /** PostgreSQL settings on top of ours; tests turn fsync off with it. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Gives the start up: what was begun is ended first, then `startEmbedded` throws. Once it has started, `stop()` ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts the PostgreSQL of a data folder, making it if needed, and keeps it running until `stop()`: when it dies it
 * is started again. Throws StartError in one sentence: folder unusable, in use, disk full, wrong version.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  if (platform() === 'win32') {
    throw new StartError('On Windows Pniya needs a PostgreSQL of your own: set DATABASE_URL.');
  }
  await prepareDataFolder(options.dataDir);
  const lock = await lockFolder(options.dataDir, options.kind ?? 'server');
  try {
    return await startLocked(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** How to reach a running embedded PostgreSQL from any process that may enter the data folder. */
export function embeddedConnection(dataDir: string): pg.PoolConfig {
  const clusterDir = join(dataDir, 'postgres');
  return { host: socketFolder(clusterDir), port: 5432, user: databaseUser, database: 'postgres' };
}

async function startLocked(options: EmbeddedOptions, lock: FolderLock): Promise<EmbeddedDatabase> {
  const clusterDir = join(options.dataDir, 'postgres');
  const account = await accountFor(clusterDir);
  const binaries = await findBinaries(account);
  const orphans = await stopOrphans(clusterDir);
  if (orphans > 0) options.log.warn({ orphans }, 'ended the PostgreSQL of a Pniya that was killed');
  const asked = new AbortController();
  const giveUp = () => asked.abort();
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', giveUp);
  try {
    await prepareCluster(options.dataDir, binaries, account, asked.signal);
    const launch: LaunchOptions = {
      clusterDir,
      binaries,
      account,
      connection: embeddedConnection(options.dataDir),
      settings: options.settings ?? {},
      log: options.log,
      signal: asked.signal,
    };
    return supervise(launch, await launchPostgres(launch), lock, asked);
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
}

function supervise(
  launch: LaunchOptions,
  first: Postmaster,
  lock: FolderLock,
  asked: AbortController,
): EmbeddedDatabase {
  let current: Postmaster | null = first;
  let health: DatabaseHealth = { state: 'up' };
  let stopping: Promise<void> | undefined;

  async function keepRunning(): Promise<void> {
    let crashes = 0;
    while (current) {
      const upSince = Date.now();
      const reason = await current.ended;
      current = null;
      if (asked.signal.aborted) return;
      crashes = Date.now() - upSince > steadyAfterMs ? 0 : crashes;
      current = await restart(launch, reason, crashes, (why) => {
        health = { state: 'restarting', reason: why };
      });
      crashes += 1;
      if (current) health = { state: 'up' };
    }
  }

  const running = keepRunning();
  async function stop(): Promise<void> {
    asked.abort();
    if (current) await stopPostgres(current);
    await running;
    health = { state: 'stopped' };
    await lock.release();
  }
  return {
    connection: launch.connection,
    pid: () => current?.process.pid ?? null,
    health: () => health,
    stop: () => (stopping ??= stop()),
  };
}

/** Tries until PostgreSQL runs again, ever more slowly; null when we were asked to stop meanwhile. */
async function restart(
  launch: LaunchOptions,
  firstReason: string,
  earlierCrashes: number,
  tell: (reason: string) => void,
): Promise<Postmaster | null> {
  let reason = firstReason;
  for (let attempt = earlierCrashes; !launch.signal.aborted; attempt += 1) {
    tell(reason);
    launch.log.error({ reason }, 'PostgreSQL ended unexpectedly and is started again');
    const delayMs = Math.min(firstDelayMs * 2 ** attempt, longestDelayMs);
    await sleep(delayMs, undefined, { signal: launch.signal }).catch(() => undefined);
    try {
      await stopOrphans(launch.clusterDir);
      return await launchPostgres(launch);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  return null;
}

// A path too long for a socket address is shortened through an open folder.
function socketFolder(clusterDir: string): string {
  if (Buffer.byteLength(clusterDir) <= longestSocketFolder) return clusterDir;
  if (platform() !== 'linux') {
    throw new StartError(
      `The path of the data folder is too long for a socket (${clusterDir}): choose a shorter one.`,
    );
  }
  const known = openFolders.get(clusterDir);
  if (known !== undefined) return `/proc/self/fd/${known}`;
  const opened = openSync(clusterDir, 'r');
  openFolders.set(clusterDir, opened);
  return `/proc/self/fd/${opened}`;
}

// Kept open for the process's life: the path is in use by every connection of the pool.
const openFolders = new Map<string, number>();

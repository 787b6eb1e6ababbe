import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import type { Account, Binaries } from './embedded-binaries.ts';
import { databaseEnvironment, folderArgument, reasonIn } from './embedded-cluster.ts';

/** Replaying the log after a crash may take minutes on a large database; it is never cut short by us. */
const patienceMs = 3_600_000;
const fastStopMs = 10_000;
const immediateStopMs = 5_000;
const keptLines = 30;
/** What every start and stop says to those who are connected too early or too long. */
const expected = /the database system is|terminating (connection|background worker)/;

/** Settings that differ from PostgreSQL's defaults; for anything else bring a PostgreSQL of your own. */
export const defaultSettings: Readonly<Record<string, string>> = {
  // Reachable only through a socket inside the cluster's 0700 folder; never by network.
  listen_addresses: '',
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
  max_connections: '60',
  // Small at rest: no I/O workers, no launcher for replication, no compiler.
  shared_buffers: '64MB',
  io_method: 'sync',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  jit: 'off',
  huge_pages: 'off',
  // A container's /dev/shm is too small for parallel queries, and a desk's queries are short.
  max_parallel_workers_per_gather: '0',
  // Bursts of inserts: fewer checkpoints, so fewer full pages in the log.
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  log_checkpoints: 'off',
  // Errors reach the application anyway; terse and without statements, so that no customer's words are logged.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

export interface Postmaster {
  readonly process: ChildProcess;
  /** Settles with the reason when the process has ended. */
  readonly ended: Promise<string>;
}

export interface LaunchOptions {
  readonly clusterDir: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly connection: pg.PoolConfig;
  readonly log: Log;
  /** Asks PostgreSQL to end, also while it is still starting. */
  readonly signal: AbortSignal;
}

/** Starts PostgreSQL and waits until it answers. Throws StartError with PostgreSQL's own reason. */
export async function launchPostgres(options: LaunchOptions): Promise<Postmaster> {
  options.signal.throwIfAborted();
  const settings = Object.entries({ ...defaultSettings, ...options.settings });
  const child = spawn(
    options.binaries.postgres,
    [
      '-D',
      folderArgument(options.clusterDir),
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      cwd: options.clusterDir,
      env: databaseEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
      // Its own process group: Ctrl-C in the terminal must reach us first, not the database.
      detached: true,
      ...options.account,
    },
  );
  // The database alone must not keep a process alive whose work is done; it ends with the process.
  child.unref();
  if (child.stderr instanceof Socket) child.stderr.unref();
  // Until it is ready, why it ended is the reason that is thrown.
  let isReady = false;
  const lines = followLog(child, options.log, () => isReady);
  const end = () => child.kill('SIGINT');
  options.signal.addEventListener('abort', end);
  // Also when the app dies of an uncaught error, or a command of Ctrl-C: the database should not outlive it.
  process.on('exit', end);
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      options.signal.removeEventListener('abort', end);
      process.off('exit', end);
      resolve(`${reasonIn(lines.join('\n'))} (${signal ?? `exit code ${code}`})`);
    });
  });
  await waitUntilReady(options, ended);
  isReady = true;
  lines.length = 0;
  return { process: child, ended };
}

/** Fast shutdown, which rolls back what runs; immediate after ten seconds. */
export async function stopPostgres(postmaster: Postmaster): Promise<void> {
  const stages: [NodeJS.Signals, number][] = [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', immediateStopMs],
    ['SIGKILL', immediateStopMs],
  ];
  for (const [signal, milliseconds] of stages) {
    postmaster.process.kill(signal);
    const timer = new AbortController();
    const late = sleep(milliseconds, 'late', { signal: timer.signal }).catch(() => 'late');
    const first = await Promise.race([postmaster.ended, late]);
    timer.abort();
    if (first !== 'late') return;
  }
}

function followLog(child: ChildProcess, log: Log, isReady: () => boolean): string[] {
  const lines: string[] = [];
  if (!child.stderr) return lines;
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    if (isReady() && /^(FATAL|PANIC):/.test(line) && !expected.test(line)) {
      log.error({ part: 'postgresql' }, line);
    } else log.debug({ part: 'postgresql' }, line);
  });
  return lines;
}

async function waitUntilReady(options: LaunchOptions, ended: Promise<string>): Promise<void> {
  let reason: string | undefined;
  void ended.then((why) => (reason = why));
  const since = Date.now();
  let told = false;
  while (Date.now() - since < patienceMs) {
    if (reason !== undefined) throw new StartError(`PostgreSQL did not start: ${reason}`);
    if (await answers(options.connection)) return;
    if (!told && Date.now() - since > 5000) {
      told = true;
      options.log.warn(
        {},
        'PostgreSQL is repairing itself after it was stopped abruptly; this may take a while',
      );
    }
    await sleep(25);
  }
  throw new StartError('PostgreSQL did not become ready within an hour.');
}

async function answers(connection: pg.PoolConfig): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 });
  // A connection refused in the middle of its start is told twice: by the promise and by an event.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

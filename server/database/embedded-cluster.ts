import { spawn } from 'node:child_process';
import {
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  statfs,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import type { Account, Binaries } from './embedded-binaries.ts';
import { stopOrphans } from './embedded-orphans.ts';

/** Name of the database's superuser, and of the only user of the embedded database. */
export const databaseUser = 'pniya';
const halfMadeName = 'postgres.new-';
const bytesForNewCluster = 150_000_000;
// PostgreSQL can't even shut down cleanly without room for a WAL segment or two (16 MB each).
const bytesForCluster = 40_000_000;

/** What PostgreSQL's programs are told as `-D`: Linux resolves it without walking the closed parent folders. */
export function folderArgument(clusterDir: string): string {
  return platform() === 'linux' ? '/proc/self/cwd' : clusterDir;
}

/** Makes the data folder if needed and proves that it can be written. Throws StartError. */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(probe, Buffer.alloc(8192), { flush: true });
    await unlink(probe);
  } catch (error) {
    await unlink(probe).catch(() => undefined);
    throw new StartError(folderSentence(dataDir, error), { cause: error });
  }
}

/** Makes the cluster unless it is there. An interrupted start leaves nothing that looks like one. */
export async function prepareCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account | null,
  signal: AbortSignal,
): Promise<void> {
  const clusterDir = join(dataDir, 'postgres');
  await removeHalfMade(dataDir);
  const text = await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => null);
  await refuseFullDisk(dataDir, text === null ? bytesForNewCluster : bytesForCluster);
  if (text !== null) return refuseOtherVersion(dataDir, Number(text), binaries.majorVersion);
  try {
    await makeCluster(dataDir, binaries, account, signal);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(folderSentence(dataDir, error), { cause: error });
  }
}

async function makeCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account | null,
  signal: AbortSignal,
): Promise<void> {
  const fresh = join(dataDir, `${halfMadeName}${process.pid}`);
  await mkdir(fresh, { mode: 0o700 });
  if (account) await chown(fresh, account.uid, account.gid);
  await initialise(fresh, binaries.initdb, account, signal);
  await rename(fresh, join(dataDir, 'postgres'));
  const folder = await open(dataDir, 'r');
  await folder.sync();
  await folder.close();
}

async function removeHalfMade(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(halfMadeName)) continue;
    await stopOrphans(join(dataDir, name));
    await rm(join(dataDir, name), { recursive: true });
  }
}

async function refuseFullDisk(dataDir: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new StartError(
    `The disk of the data folder ${dataDir} is full: ${megabytes(free)} MB are free, at least ${megabytes(needed)} MB are needed.`,
  );
}

function refuseOtherVersion(dataDir: string, found: number, own: number): void {
  if (found === own) return;
  const remedy =
    found > own ? 'start the newer version of Pniya' : 'dump it with the version of Pniya that made it';
  throw new StartError(
    `The database in ${dataDir} was made by PostgreSQL ${found}; this version has PostgreSQL ${own}: ${remedy}.`,
  );
}

async function initialise(
  fresh: string,
  initdb: string,
  account: Account | null,
  signal: AbortSignal,
): Promise<void> {
  // With LC_CTYPE C the trigram index would not see Hebrew letters at all; not every system has C.UTF-8.
  const failures: string[] = [];
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const failure = await runInitdb(fresh, initdb, account, ctype, signal);
    signal.throwIfAborted();
    if (failure === null) return;
    failures.push(failure);
    if (!/locale/i.test(failure)) break;
  }
  throw new StartError(`The database could not be made in ${fresh}: ${reasonIn(failures.at(-1) ?? '')}`);
}

function runInitdb(
  fresh: string,
  initdb: string,
  account: Account | null,
  ctype: string,
  signal: AbortSignal,
): Promise<string | null> {
  const options = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const child = spawn(
    initdb,
    [
      ...options,
      `--lc-ctype=${ctype}`,
      `--username=${databaseUser}`,
      '--auth=trust',
      '--no-instructions',
    ].concat('-D', folderArgument(fresh)),
    {
      cwd: fresh,
      env: databaseEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
      // Its own process group: it starts PostgreSQL, and both are to end, and to have cleared away, before we do.
      detached: true,
      ...account,
    },
  );
  const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
  signal.addEventListener('abort', end);
  process.on('exit', end);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', end);
      process.off('exit', end);
      resolve(code === 0 ? null : stderr || `initdb ended with ${code}`);
    });
  });
}

/** A fixed environment, so that a start never depends on the shell it was made from. */
export const databaseEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** One sentence from what PostgreSQL's programs wrote to stderr. */
export function reasonIn(stderr: string): string {
  if (/No space left on device|Disk quota exceeded/.test(stderr)) return 'the disk is full.';
  if (/Read-only file system/.test(stderr)) return 'the folder is read-only.';
  if (/Permission denied/.test(stderr)) return 'PostgreSQL may not write there.';
  const lines = stderr.trim().split('\n');
  const telling = lines.find((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? '';
  return `${telling.replace(/^.*?\b(FATAL|PANIC|error):\s*/, '').trim() || 'no reason was given'}.`;
}

function folderSentence(dataDir: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sentences: Record<string, string> = {
    EROFS: 'is on a read-only file system',
    EACCES: 'may not be written by this user',
    EPERM: 'may not be written by this user',
    ENOSPC: 'is on a disk that is full',
    EDQUOT: 'is on a disk that is full',
    ENOTDIR: 'is not a folder',
    EEXIST: 'is not a folder',
  };
  const reason =
    sentences[code] ?? `can't be used (${error instanceof Error ? error.message : String(error)})`;
  return `The data folder ${dataDir} ${reason}.`;
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1_000_000);
}

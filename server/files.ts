import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import {
  access,
  type FileHandle,
  link,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  statfs,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore } from './context.ts';
import { isWrittenAtOnce, syncFolder } from './write-at-once.ts';

/** A segment of PostgreSQL's log: with less it stops. */
const leastFreeBytes = 16 * 1024 * 1024;

/** What is no larger is in memory as a whole before it is written. */
const writeBytes = 128 * 1024;

/**
 * Files on disk by the SHA-256 of their content: `<folder>/<tenant>/<ab>/<hash>`. A folder per tenant, so that nothing is
 * shared between tenants and erasing one touches no other. A file and its name are fsynced before keep() answers; rejects with
 * the system's error (ENOSPC, EROFS, …) otherwise.
 */
export function diskFiles(folder: string): FileStore {
  const pathOf = (tenantId: string, sha256: Buffer) => {
    const name = sha256.toString('hex');
    return join(folder, tenantId, name.slice(0, 2), name);
  };
  const settled: Settled = new Set();
  const keepBeside = async (tenantId: string, parts: Parts) => {
    const arriving = join(folder, 'arriving', randomUUID());
    const file = await openNew(arriving);
    try {
      const written = await writeDurably(file, parts);
      await place(arriving, pathOf(tenantId, written.sha256), folder, settled);
      return written;
    } catch (error) {
      await rm(arriving, { force: true });
      throw error;
    }
  };
  const keepWhole = async (tenantId: string, whole: Buffer) => {
    const sha256 = createHash('sha256').update(whole).digest();
    const path = pathOf(tenantId, sha256);
    const isKept = settled.has(dirname(path)) && (await isWrittenAtOnce(path, whole));
    return isKept ? { sha256, bytes: whole.length } : keepBeside(tenantId, [whole]);
  };
  return {
    async keep(tenantId, content) {
      if (Buffer.isBuffer(content)) return keepWhole(tenantId, content);
      const parts = gathered(content);
      try {
        const first = await parts.next();
        if (first.done) return await keepWhole(tenantId, Buffer.alloc(0));
        const second = await parts.next();
        if (second.done) return await keepWhole(tenantId, first.value);
        return await keepBeside(tenantId, chained([first.value, second.value], parts));
      } finally {
        // Whatever failed, the source is let go: whoever sends it is still to be answered.
        await parts.return(undefined);
      }
    },
    read: (tenantId, sha256) => readFile(pathOf(tenantId, sha256)),
    async stream(tenantId, sha256) {
      await stat(pathOf(tenantId, sha256));
      return createReadStream(pathOf(tenantId, sha256));
    },
    discard: (tenantId, sha256, keptBefore) => discard(folder, pathOf(tenantId, sha256), keptBefore),
  };
}

/**
 * A young file is not touched. An old one is taken aside and looked at once more there: a keep() of the same content in between
 * makes a new file, which stays.
 */
async function discard(folder: string, path: string, keptBefore: Date): Promise<void> {
  if (!(await isOlder(path, keptBefore))) return;
  const aside = join(folder, 'arriving', randomUUID());
  await mkdir(dirname(aside), { recursive: true });
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (!(await isOlder(aside, keptBefore))) {
    await link(aside, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncFolder(dirname(path));
  }
  await rm(aside, { force: true });
}

/** False also for what is not there. */
async function isOlder(path: string, than: Date): Promise<boolean> {
  try {
    return (await stat(path)).mtime < than;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Whether files can be kept now: null, or in a few words why not. */
export async function troubleWithFiles(folder: string): Promise<string | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    await access(folder, constants.W_OK | constants.X_OK);
    return bavail * bsize < leastFreeBytes ? 'the disk is full' : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS' ? 'the disk is read-only' : 'can not be written';
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'wx', 0o600);
  }
}

type Parts = Iterable<Buffer> | AsyncIterable<Buffer>;

async function* chained(first: readonly Buffer[], others: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  yield* others;
}

/** A stream may come in crumbs: written one by one they would take minutes. */
async function* gathered(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    parts.push(part);
    bytes += part.length;
    if (bytes < writeBytes) continue;
    yield joined(parts, bytes);
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield joined(parts, bytes);
}

function joined(parts: readonly Buffer[], bytes: number): Buffer {
  const [only] = parts;
  return only && parts.length === 1 ? only : Buffer.concat(parts, bytes);
}

async function writeDurably(file: FileHandle, parts: Parts) {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of parts) {
      hash.update(part);
      bytes += part.length;
      await writeAll(file, part);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest(), bytes };
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, part: Buffer): Promise<void> {
  for (let at = 0; at < part.length; ) at += (await file.write(part, at)).bytesWritten;
}

/** Folders whose own names are durable. */
type Settled = Set<string>;

/** Of some dozens of tenants; who is forgotten costs a look more. */
const mostSettled = 20_000;

/** The same content twice is the same file. The name is durable only after its folder is synced, and a new folder's after its parents are. */
async function place(arriving: string, path: string, root: string, settled: Settled): Promise<void> {
  const folder = dirname(path);
  if (settled.has(folder) && (await isRenamed(arriving, path))) return syncFolder(folder);
  await mkdir(folder, { recursive: true });
  await rename(arriving, path);
  for (let at = folder; at.length >= dirname(root).length; at = dirname(at)) await syncFolder(at);
  if (settled.size >= mostSettled) settled.clear();
  settled.add(folder);
}

/** False when the folder is gone. */
async function isRenamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

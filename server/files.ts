import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore } from './context.ts';

/** A segment of PostgreSQL's log: with less it stops. */
const leastFreeBytes = 16 * 1024 * 1024;

const writeBytes = 64 * 1024;

/**
 * Files on disk by the SHA-256 of their content: `<folder>/<tenant>/<ab>/<hash>`. A folder per tenant, so that nothing is
 * shared between tenants and erasing one touches no other. A file is fsynced, named, and its folder fsynced, before keep()
 * answers; rejects with the system's error (ENOSPC, EROFS, …) otherwise.
 */
export function diskFiles(folder: string): FileStore {
  const pathOf = (tenantId: string, sha256: Buffer) => {
    const name = sha256.toString('hex');
    return join(folder, tenantId, name.slice(0, 2), name);
  };
  return {
    async keep(tenantId, content) {
      const arriving = join(folder, 'arriving', randomUUID());
      await mkdir(dirname(arriving), { recursive: true });
      try {
        const written = await writeDurably(arriving, content);
        await place(arriving, pathOf(tenantId, written.sha256));
        return written;
      } catch (error) {
        await rm(arriving, { force: true });
        throw error;
      }
    },
    read: (tenantId, sha256) => readFile(pathOf(tenantId, sha256)),
    async stream(tenantId, sha256) {
      await stat(pathOf(tenantId, sha256));
      return createReadStream(pathOf(tenantId, sha256));
    },
  };
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

async function writeDurably(path: string, content: Buffer | NodeJS.ReadableStream) {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const part of Buffer.isBuffer(content) ? [content] : gathered(content)) {
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

/** A stream may come in crumbs: written one by one they would take minutes. */
async function* gathered(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    parts.push(part);
    bytes += part.length;
    if (bytes < writeBytes) continue;
    yield Buffer.concat(parts, bytes);
    parts = [];
    bytes = 0;
  }
  yield Buffer.concat(parts, bytes);
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, part: Buffer): Promise<void> {
  for (let at = 0; at < part.length; ) at += (await file.write(part, at)).bytesWritten;
}

/** The same content twice is the same file. The name is durable only after its folder is synced. */
async function place(arriving: string, path: string): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  await rename(arriving, path);
  for (let at = folder; ; at = dirname(at)) {
    await syncFolder(at);
    if (made === undefined || at === dirname(made) || at === dirname(at)) return;
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

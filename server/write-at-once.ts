import { closeSync, fdatasync, fsync, ftruncate, open, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

// By number, not by handle: of a small file the bookkeeping of the calls is most of what it costs.
const opened = promisify(open);
const written = promisify(write);
const dataSynced = promisify(fdatasync);
const synced = promisify(fsync);
const truncated = promisify(ftruncate);

/**
 * Writes what nobody kept yet under its name; durable with its name once this answers. What a crash leaves there half written
 * nobody was promised, and its name is taken: false, also when the folder is gone. Whoever keeps the same content then writes it beside.
 */
export async function isWrittenAtOnce(path: string, content: Buffer): Promise<boolean> {
  const file = await openUnlessThere(path);
  if (file === null) return false;
  try {
    await writeWhole(file, content);
    // Together: a file system with a journal commits both at once.
    const syncs = await Promise.allSettled([dataSynced(file), syncFolder(dirname(path))]);
    for (const sync of syncs) if (sync.status === 'rejected') throw sync.reason;
  } catch (error) {
    // Not by its name: that may be another's whole file by now.
    await truncated(file, 0).catch(() => undefined);
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await opened(path, 'r');
  try {
    await synced(folder);
  } finally {
    closeSync(folder);
  }
}

async function openUnlessThere(path: string): Promise<number | null> {
  try {
    return await opened(path, 'wx', 0o600);
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** A write may take less than it was given. */
async function writeWhole(file: number, content: Buffer): Promise<void> {
  for (let at = 0; at < content.length; )
    at += (await written(file, content, at, content.length - at, null)).bytesWritten;
}

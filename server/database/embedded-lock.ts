import { stat, unlink } from 'node:fs/promises';
import type { Server } from 'node:net';
import { createConnection, createServer } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';

const answerWithinMs = 1000;
/** Commands are short; a migration of a large database is not. */
const commandWithinMs = 60_000;

/** A command holds a folder for the time of its work; whoever comes meanwhile waits. Who serves holds it until it is ended. */
export type HolderKind = 'command' | 'server';

export interface Holder {
  readonly kind: HolderKind;
  /** 0 when it does not say. */
  readonly pid: number;
}

/** The right to use a data folder; the kernel takes it back when the process ends, however it ends. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Somebody else has the folder. */
export class FolderTakenError extends StartError {
  override readonly name = 'FolderTakenError';
}

/** Takes the data folder for this process, after the commands that have it. Throws FolderTakenError naming the process that has it. */
export async function lockFolder(dataDir: string, kind: HolderKind): Promise<FolderLock> {
  const address = await addressOf(dataDir);
  for (const until = Date.now() + commandWithinMs; ; await sleep(50)) {
    const server = await listen(address, kind);
    if (server) return { release: () => new Promise((resolve) => server.close(() => resolve())) };
    const holder = await holderOf(dataDir);
    const who = holder?.pid ? `process ${holder.pid}` : 'another process';
    if (holder?.kind === 'server')
      throw new FolderTakenError(`Pniya is already running on the data folder ${dataDir} (${who}).`);
    if (Date.now() > until)
      throw new FolderTakenError(`A command of Pniya is at work on the data folder ${dataDir} (${who}).`);
  }
}

/** Who holds the data folder; null when nobody does. */
export async function holderOf(dataDir: string): Promise<Holder | null> {
  const address = await addressOf(dataDir);
  return await new Promise((resolve) => {
    const socket = createConnection(address).setEncoding('utf8');
    let text = '';
    const finish = (holder: Holder | null) => {
      socket.destroy();
      resolve(holder);
    };
    socket.setTimeout(answerWithinMs, () => finish({ kind: 'server', pid: 0 }));
    socket.on('data', (part) => (text += part));
    socket.on('end', () => {
      const [pid, kind] = text.trim().split(' ');
      finish({ kind: kind === 'command' ? kind : 'server', pid: Number.parseInt(pid ?? '', 10) || 0 });
    });
    socket.on('error', () => finish(null));
  });
}

// Named after the folder itself, so that a link or a bind mount to it is the same folder.
async function addressOf(dataDir: string): Promise<string> {
  const { dev, ino } = await stat(dataDir);
  const name = `pniya-${dev.toString(16)}-${ino.toString(16)}`;
  // A Linux abstract socket has no file: nothing stays behind after kill -9.
  return platform() === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.lock`);
}

async function listen(address: string, kind: HolderKind): Promise<Server | null> {
  const first = await tryListen(address, kind);
  if (first || address.startsWith('\0')) return first;
  if (await answers(address)) return null;
  await unlink(address).catch(() => undefined);
  return await tryListen(address, kind);
}

function tryListen(address: string, kind: HolderKind): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(`${process.pid} ${kind}\n`);
    });
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(address, () => resolve(server.unref()));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(address, () => finish(true));
    const finish = (live: boolean) => {
      socket.destroy();
      resolve(live);
    };
    socket.on('error', () => finish(false));
  });
}

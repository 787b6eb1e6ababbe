import { stat, unlink } from 'node:fs/promises';
import type { Server } from 'node:net';
import { createConnection, createServer } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';

const answerWithinMs = 1000;

/** The right to use a data folder; the kernel takes it back when the process ends, however it ends. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Takes the data folder for this process. Throws StartError naming the process that has it. */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const address = await addressOf(dataDir);
  const server = await listen(address);
  if (server) {
    return { release: () => new Promise((resolve) => server.close(() => resolve())) };
  }
  const holder = await holderOf(dataDir);
  const who = holder ? `process ${holder}` : 'another process';
  throw new StartError(`Pniya is already running on the data folder ${dataDir} (${who}).`);
}

/** The process that holds the data folder; 0 when it does not say, null when nobody does. */
export async function holderOf(dataDir: string): Promise<number | null> {
  const address = await addressOf(dataDir);
  return await new Promise((resolve) => {
    const socket = createConnection(address).setEncoding('utf8');
    let text = '';
    const finish = (holder: number | null) => {
      socket.destroy();
      resolve(holder);
    };
    socket.setTimeout(answerWithinMs, () => finish(0));
    socket.on('data', (part) => (text += part));
    socket.on('end', () => finish(Number.parseInt(text, 10) || 0));
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

async function listen(address: string): Promise<Server | null> {
  const first = await tryListen(address);
  if (first || address.startsWith('\0')) return first;
  if (await answers(address)) return null;
  await unlink(address).catch(() => undefined);
  return await tryListen(address);
}

function tryListen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(`${process.pid}\n`);
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

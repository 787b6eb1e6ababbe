import { readdir, readFile, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const programs = ['postgres', 'initdb'];
const fastWithinMs = 5000;
const quitWithinMs = 5000;

/**
 * Ends the PostgreSQL processes that a killed Pniya left behind in this cluster folder, and waits until they are
 * gone. Only for who holds the folder's lock. Returns how many there were.
 */
export async function stopOrphans(clusterDir: string): Promise<number> {
  const first = await processesIn(clusterDir);
  for (const pid of first) send(pid, 'SIGINT');
  if (await goneWithin(clusterDir, fastWithinMs)) return first.length;
  for (const pid of await processesIn(clusterDir)) send(pid, 'SIGQUIT');
  if (await goneWithin(clusterDir, quitWithinMs)) return first.length;
  for (const pid of await processesIn(clusterDir)) send(pid, 'SIGKILL');
  await goneWithin(clusterDir, quitWithinMs);
  return first.length;
}

/** Waits for backends that outlive a killed postmaster; they notice by themselves, the rest is ended. */
async function goneWithin(clusterDir: string, milliseconds: number): Promise<boolean> {
  const until = Date.now() + milliseconds;
  while ((await processesIn(clusterDir)).length > 0) {
    if (Date.now() > until) return false;
    await sleep(20);
  }
  return true;
}

async function processesIn(clusterDir: string): Promise<number[]> {
  return platform() === 'linux' ? await byWorkingFolder(clusterDir) : await byPidFile(clusterDir);
}

// Every PostgreSQL process stands in its data folder; unlike postmaster.pid this can't be mistaken after a reboot.
async function byWorkingFolder(clusterDir: string): Promise<number[]> {
  const folder = await stat(clusterDir).catch(() => null);
  if (!folder) return [];
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const [cwd, name] = await Promise.all([
      stat(`/proc/${entry}/cwd`).catch(() => null),
      readFile(`/proc/${entry}/comm`, 'utf8').catch(() => ''),
    ]);
    if (cwd?.ino === folder.ino && cwd.dev === folder.dev && programs.includes(name.trim()))
      found.push(Number(entry));
  }
  return found;
}

async function byPidFile(clusterDir: string): Promise<number[]> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 && send(pid, 0) ? [pid] : [];
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

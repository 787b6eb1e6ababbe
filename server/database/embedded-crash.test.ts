import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { embeddedConnection } from './embedded.ts';

const program = join(import.meta.dirname, '../testing/run-embedded.ts');
let dataDir: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pniya crash '));
});
after(() => rm(dataDir, { recursive: true }));

async function launch(): Promise<{ child: ChildProcess; postgres: number }> {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { child, postgres: Number.parseInt(String(line), 10) };
}

test('starts right after each of ten kills of the app, with every committed row', async () => {
  const started = new Set<number>();
  for (let round = 1; round <= 10; round += 1) {
    const { child, postgres } = await launch();
    started.add(postgres);
    const client = new pg.Client(embeddedConnection(dataDir));
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table if not exists kept (round int)');
    const { rows } = await client.query('select count(*)::int as n from kept');
    assert.deepEqual(rows, [{ n: round - 1 }]);
    await client.query('insert into kept values ($1)', [round]);
    // Busy at the moment of the kill: half of an open transaction, which must not survive.
    await client.query('begin; insert into kept values (0)');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await client.end();
  }
  const last = await launch();
  const ended = once(last.child, 'exit');
  last.child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  assert.equal(started.size, 10);
  for (const pid of [...started, last.postgres])
    assert.ok(await isGone(pid), `process ${pid} is still there`);
});

// An orphan is there until init has collected it.
async function isGone(pid: number): Promise<boolean> {
  for (const until = Date.now() + 10_000; Date.now() < until; await sleep(50)) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
  }
  return false;
}

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedConnection } from './database/embedded.ts';
import { type AppProcess, startAppProcess, tokenOf } from './testing/app-process.ts';
import {
  mistakesIn,
  readKept,
  type Sender,
  type Sending,
  sendAgain,
  sendUntil,
} from './testing/crash-load.ts';

// The real product, its own PostgreSQL with fsync on, and SIGKILL in the middle of the work.
let dataDir: string;
let app: AppProcess;
let sender: Sender;
const sent: Sending[] = [];

const start = () => startAppProcess({ PNIYA_DATA: dataDir, PNIYA_LOG_LEVEL: 'warn' });
const kept = () => readKept(embeddedConnection(dataDir));

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pniya-crash-'));
  app = await start();
  const { first } = app;
  assert.ok(first);
  sender = { token: await tokenOf(app.url, first), mailAddress: first.mailAddress };
});
after(async () => {
  await app?.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

/** Load of both kinds while `crash` happens; answers what was sent. */
async function loadDuring(crash: () => Promise<void>): Promise<Sending[]> {
  const ended = new AbortController();
  const from = sent.length;
  const load = sendUntil(ended.signal, app, sender, sent);
  try {
    await crash();
  } finally {
    ended.abort();
    await load;
  }
  return sent.slice(from);
}

/** However slow the machine is, the crash comes into work that is going on. */
async function somethingTaken(from: number): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(10))
    if (sent.slice(from).some(({ isTaken }) => isTaken)) return;
}

/** Everything taken is there once; everything else is sent again and makes no double. */
async function checkAndSendAgain(): Promise<void> {
  assert.deepEqual(mistakesIn(await kept(), sent, sender.mailAddress), []);
  assert.ok(await sendAgain(app, sender, sent), 'something is still refused');
  assert.deepEqual(mistakesIn(await kept(), sent, sender.mailAddress), []);
}

test('ten kills of the app under load: what was taken is there once, what was not is sent again without a double', async () => {
  let interrupted = 0;
  for (let round = 1; round <= 10; round += 1) {
    const from = sent.length;
    const sentNow = await loadDuring(async () => {
      await somethingTaken(from);
      // Not always the same moment.
      await sleep(50 + round * 37);
      await app.end('SIGKILL');
    });
    const taken = sentNow.filter(({ isTaken }) => isTaken);
    assert.ok(taken.length > 0, 'nothing was taken before the kill');
    interrupted += sentNow.length - taken.length;
    app = await start();
    await checkAndSendAgain();
  }
  assert.ok(interrupted > 10, 'the kills interrupted nothing');
});

test('PostgreSQL killed under load comes back by itself, and nothing that was taken is lost', async () => {
  for (let round = 1; round <= 2; round += 1) {
    let recoveredAt = 0;
    const from = sent.length;
    await loadDuring(async () => {
      await somethingTaken(from);
      process.kill(await postmaster(), 'SIGKILL');
      assert.ok(await becomes(503), '/health did not tell');
      assert.ok(await becomes(200), '/health did not recover');
      recoveredAt = sent.length;
      await somethingTaken(recoveredAt);
    });
    const later = sent.slice(recoveredAt);
    assert.ok(
      later.some(({ isTaken }) => isTaken),
      'nothing was taken after the recovery',
    );
    await checkAndSendAgain();
  }
});

test('in the end each thing that came is one ticket, nothing waits, and the numbers have no gaps', async () => {
  let now = await kept();
  for (const until = Date.now() + 30_000; now.states.pending && Date.now() < until; now = await kept())
    await sleep(200);
  const { tickets, states, highestNumber } = now;
  assert.deepEqual(
    Object.keys(states).filter((state) => !['ticket', 'duplicate'].includes(state)),
    [],
  );
  assert.deepEqual([...tickets.keys()].sort(), sent.map(({ key }) => key).sort());
  assert.deepEqual(mistakesIn(now, sent, sender.mailAddress), []);
  assert.equal(states.ticket, sent.length);
  assert.equal(highestNumber, sent.length);
});

async function postmaster(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function becomes(status: number): Promise<boolean> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(20)) {
    if ((await fetch(`${app.url}/health`)).status === status) return true;
  }
  return false;
}

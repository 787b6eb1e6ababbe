import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type AppProcess, startAppProcess, surroundings } from '../server/testing/app-process.ts';
import { type Pniya, pniyaWith } from '../server/testing/cli-process.ts';
import { cdrLines, madeCalls, seeded } from '../server/testing/exchange-day.ts';

const email = 'dana@example.com';
const password = 'correct horse battery';

const cdrColumns = (
  'accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition ' +
  'amaflags uniqueid userfield'
).split(' ');

let dataDir: string;
let app: AppProcess;
let pniya: Pniya;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pniya calls '));
  app = await startAppProcess({
    PNIYA_DATA: dataDir,
    PNIYA_ADMIN_EMAIL: email,
    PNIYA_ADMIN_PASSWORD: password,
  });
  pniya = pniyaWith({ PNIYA_DATA: dataDir });
});
after(async () => {
  await app?.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

test('Asterisk’s file is taken in beside the running server, and followed as it grows', async () => {
  const headers = { 'content-type': 'application/json' };
  const signIn = { method: 'POST', headers, body: JSON.stringify({ email, password }) };
  const cookie = (await fetch(`${app.url}/api/session`, signIn)).headers.getSetCookie()[0] ?? '';
  const body = JSON.stringify({ provider: 'asterisk', name: 'PBX' });
  await fetch(`${app.url}/api/phone-connections`, { method: 'POST', headers: { ...headers, cookie }, body });
  const many = async () => {
    const answer = await fetch(`${app.url}/api/calls?limit=200`, { headers: { cookie } });
    return ((await answer.json()) as { items: unknown[] }).items.length;
  };

  const file = join(dataDir, 'Master.csv');
  const made = madeCalls(6, new Date(Date.now() - 3_600_000), 60_000, seeded(21));
  // In an order that no line tells by itself.
  const linesOf = (calls: typeof made) => calls.flatMap(cdrLines).map((line) => `"x",${line}`);
  const header = ['x', ...cdrColumns].join(',');
  await writeFile(file, `${[header, ...linesOf(made.slice(0, 3))].join('\n')}\n`);
  const since = new Date(Date.now() - 86_400_000).toISOString();
  const first = await pniya('calls', 'import', file, '--since', since, '--json');
  assert.equal(first.code, 0, first.err);
  const { total } = first.json().items[0];
  assert.deepEqual([total.exchange, total.taken_in, total.missing], [3, 3, 0]);
  assert.equal(await many(), 3);

  const lines = linesOf(made.slice(3)).join('\n');
  await appendFile(file, lines.slice(0, 30));
  const program = join(import.meta.dirname, 'pniya.ts');
  const line = [program, 'calls', 'import', file, '--since', since, '--watch'];
  const watching = spawn(process.execPath, line, {
    env: { ...surroundings(), PNIYA_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await said(watching, /exchange 3 = calls 0|exchange 3 = taken in 3/);
    await appendFile(file, lines.slice(30, -10));
    await appendFile(file, `${lines.slice(-10)}\n`);
    await said(watching, /taken in now 3/);
    assert.equal(await many(), 6);
    const kept = await fetch(`${app.url}/api/intake?state=quarantined`, { headers: { cookie } });
    assert.deepEqual(((await kept.json()) as { items: unknown[] }).items, []);
  } finally {
    const ended = once(watching, 'exit');
    watching.kill('SIGTERM');
    await ended;
  }

  const missing = await pniya('calls', 'import', join(dataDir, 'no such file'));
  assert.deepEqual([missing.code, /ENOENT/.test(missing.err)], [1, true]);
  assert.equal((await pniya('calls', 'reconcile')).code, 1);
});

async function said(child: ChildProcess, wanted: RegExp): Promise<void> {
  let text = '';
  for await (const piece of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(piece);
    if (wanted.test(text)) return;
  }
  throw new Error(`it ended without saying so: ${text}`);
}

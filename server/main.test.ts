import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AppProcess, startAppProcess, surroundings } from './testing/app-process.ts';
import { pniyaWith } from './testing/cli-process.ts';
import { type FreshDatabase, freshDatabase } from './testing/test-postgres.ts';

const program = join(import.meta.dirname, 'main.ts');
let database: FreshDatabase;
let dataDir: string;
let app: AppProcess | null = null;

before(async () => {
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'pniya start '));
});
afterEach(async () => {
  await app?.end('SIGTERM');
  app = null;
});
after(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A start that is not expected to serve; `meanwhile` may end it. */
async function start(
  settings: Record<string, string>,
  args: readonly string[] = [],
  meanwhile: (kill: () => void) => Promise<void> = async () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...surroundings(), PNIYA_LOG_LEVEL: 'warn', ...settings },
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const ended = once(child, 'close');
  await meanwhile(() => child.kill('SIGTERM'));
  const [code] = (await ended) as [number | null];
  return { code, ...said };
}

/** Processes that stand in a folder or below it, as PostgreSQL's do. */
async function processesBelow(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, place) => places[place]?.startsWith(folder));
}

test('what keeps it from starting is one sentence and exit code 1', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const port = String((other.address() as AddressInfo).port);
  const own = { DATABASE_URL: database.url, PNIYA_DATA: dataDir };
  const cases: [Record<string, string>, string[], RegExp][] = [
    [{ ...own, PNIYA_PORT: port }, [], /^Port \d+ is taken by another program: end it, or set PNIYA_PORT to/],
    [{ ...own, PNIYA_SMTP_PORT: port }, [], /^Port \d+ is taken by another .*or set PNIYA_SMTP_PORT to/],
    [own, ['--dmeo'], /^There is no option "--dmeo"; there is --demo\./],
    [
      { ...own, DATABASE_URL: 'postgres://me:geheim@127.0.0.1:1/x' },
      [],
      /^The database of DATABASE_URL can't/,
    ],
  ];
  for (const [settings, args, sentence] of cases) {
    const ended = await start(settings, args);
    assert.deepEqual([ended.code, ended.out], [1, ''], ended.err);
    assert.match(ended.err, sentence);
    assert.equal(ended.err.trimEnd().split('\n').length, 1, ended.err);
    assert.doesNotMatch(ended.err, /geheim/);
  }
  other.close();
});

test('a start that is given up leaves no process behind, and the next one shows what it makes', async () => {
  const folder = join(dataDir, 'given up');
  const isBegun = [
    () => existsSync(folder) && !existsSync(join(folder, 'postgres')),
    () => existsSync(join(folder, 'postgres')),
    () => existsSync(join(folder, 'postgres', 'postmaster.pid')),
  ];
  for (const begun of isBegun) {
    const ended = await start({ PNIYA_DATA: folder }, [], async (kill) => {
      while (!begun()) await sleep(5);
      kill();
    });
    assert.deepEqual([ended.code, ended.out, ended.err], [0, '', '']);
    assert.deepEqual(await processesBelow(folder), []);
  }
  app = await startAppProcess({ PNIYA_DATA: folder });
  assert.notEqual(app.first, null);
});

test('requests that never end do not hold up the end for long', async () => {
  app = await startAppProcess({ DATABASE_URL: database.url, PNIYA_DATA: dataDir });
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
  await sleep(200);
  const since = Date.now();
  await app.end('SIGTERM');
  assert.ok(Date.now() - since < 15_000, `${Date.now() - since} ms`);
});

test('a demo that was broken off says so; one beside real data is refused', async () => {
  const beside = await start({ DATABASE_URL: database.url, PNIYA_DATA: dataDir }, ['--demo']);
  assert.deepEqual([beside.code, beside.out], [1, '']);
  assert.match(beside.err, /^The demo wants a database of its own/);
  const folder = join(dataDir, 'broken', 'demo');
  await mkdir(folder, { recursive: true });
  assert.equal((await pniyaWith({ PNIYA_DATA: folder })('tenant', 'add', 'נורית')).code, 0);
  const broken = await start({ PNIYA_DATA: join(dataDir, 'broken') }, ['--demo']);
  assert.deepEqual([broken.code, broken.out], [1, '']);
  assert.match(broken.err, /^The demo was interrupted while it was made: delete the folder .*demo and start/);
});

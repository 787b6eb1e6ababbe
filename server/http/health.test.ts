import assert from 'node:assert/strict';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import pg from 'pg';
import { startTestApp, type TestApp } from '../testing/start-test-app.ts';
import { problemOf } from './problems.ts';

const well = { database: 'ok', files: 'ok', changes: 'ok', jobs: 'ok', mail: 'ok' };
let product: TestApp;
let dataDir: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pniya-health-'));
  product = await startTestApp({ dataDir });
});
after(async () => {
  await product.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function health(): Promise<{ code: number; status: string; parts: Record<string, string> }> {
  const answer = await fetch(`${product.url}/health`);
  return { code: answer.status, ...((await answer.json()) as { status: string; parts: typeof well }) };
}

test('is well while all parts are', async () => {
  assert.deepEqual(await health(), { code: 200, status: 'ok', parts: well });
});

test('a data folder that has gone', async () => {
  await rename(dataDir, `${dataDir}.away`);
  const files = 'can not be written';
  assert.deepEqual(await health(), { code: 503, status: 'unavailable', parts: { ...well, files } });
  await rename(`${dataDir}.away`, dataDir);
  assert.equal((await health()).code, 200);
});

test('a database that lets nobody in, until it does again', async () => {
  const [, server, name] = /^(.*)\/(\w+)$/.exec(product.databaseUrl) ?? [];
  const admin = new pg.Client({ connectionString: `${server}/postgres` });
  await admin.connect();
  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  const { code, parts } = await health();
  assert.deepEqual([code, parts.database], [503, 'does not answer']);
  await admin.query(`alter database ${name} with allow_connections true`);
  await admin.end();
  for (const until = Date.now() + 20_000; (await health()).code !== 200; await sleep(100))
    assert.ok(Date.now() < until, JSON.stringify(await health()));
});

test('no room, no connection or no file left to open: nothing was kept, try again', () => {
  const request = { raw: { destroyed: false, complete: true } } as FastifyRequest;
  for (const code of ['53100', '53200', '53300', '57P03', '40P01', 'ENOSPC', 'EROFS', 'EMFILE']) {
    const { kind, headers } = problemOf(Object.assign(new Error('words'), { code }), request);
    assert.deepEqual([kind, headers['retry-after']], ['unavailable', '2'], code);
  }
  assert.equal(problemOf(Object.assign(new Error('words'), { code: '23505' }), request).kind, 'unexpected');
});

import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Change } from '../../../shared/live.ts';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';

/** A console that listens, over a real connection. */
async function listen(user: Ask) {
  const heard: Change[] = [];
  const { port } = new URL(product.url);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const path = '/api/live';
    get({ host: '127.0.0.1', port, path, headers: user.headers }, resolve).on('error', reject);
  });
  let isEnded = false;
  let rest = '';
  answer.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (block.startsWith('data: ')) heard.push(JSON.parse(block.slice(6)));
  });
  answer.on('close', () => (isEnded = true)).on('error', () => undefined);
  const until = async (isIt: () => boolean) => {
    for (const end = Date.now() + 20_000; !isIt(); await sleep(20))
      assert.ok(Date.now() < end, `heard ${JSON.stringify(heard)}`);
  };
  return {
    answer,
    heard,
    isOpen: () => !isEnded,
    hears: (kind: Change['kind']) => until(() => heard.some((change) => change.kind === kind)),
    ends: () => until(() => isEnded),
    close: () => answer.destroy(),
  };
}

test('a console hears what changes in its tenant, and nothing of another one', async () => {
  const [ours, theirs] = [await product.newTenant(), await product.newTenant()];
  const [client, agent] = [await ours.asClient(), await ours.asUser('viewer')];
  const [console, other] = [await listen(agent), await listen(await theirs.asUser())];
  assert.equal(console.answer.statusCode, 200);
  assert.match(console.answer.headers['content-type'] ?? '', /^text\/event-stream/);
  assert.equal(console.answer.headers['cache-control'], 'no-store');
  const { body: made } = await client('POST', '/v2/tickets/create', { subject: 's', status });
  await console.hears('ticket');
  await console.hears('intake');
  assert.deepEqual(
    console.heard.find((change) => change.kind === 'ticket'),
    { kind: 'ticket', ids: [made.id] },
  );
  await client('POST', '/v2/tickets/create', {});
  const administrator = await ours.asUser();
  const department = (await administrator('GET', '/api/lists')).body.departments[0].id;
  await administrator('PATCH', `/api/lists/departments/${department}`, { name: 'אחר' });
  await console.hears('lists');
  await sleep(100);
  const words = JSON.stringify(console.heard);
  assert.ok(!words.includes('אחר') && !words.includes('subject'), 'no contents travel');
  assert.deepEqual(
    other.heard.filter(({ kind }) => kind !== 'access'),
    [],
  );
  console.close();
  other.close();
});

test('the stream stays open, ends with its session, and with the rights of its user', async () => {
  const tenant = await product.newTenant();
  const [mine, dismissed, stays] = [
    await tenant.asUser('agent'),
    await tenant.asUser('agent'),
    await tenant.asUser(),
  ];
  const [one, two, three] = [await listen(mine), await listen(dismissed), await listen(stays)];
  await sleep(300);
  assert.ok(one.isOpen() && two.isOpen() && three.isOpen());
  assert.equal((await mine('DELETE', '/api/session')).status, 204);
  await one.ends();
  assert.ok(two.isOpen());
  const { body: users } = await stays('GET', '/api/users');
  const { email } = (await dismissed('GET', '/api/session')).body.user;
  const user = users.items.find((each: { email: string }) => each.email === email);
  assert.ok((await stays('PATCH', `/api/users/${user.id}`, { is_active: false })).status < 300);
  await two.ends();
  await sleep(100);
  assert.ok(three.isOpen());
  assert.equal((await mine('GET', '/api/live')).status, 401);
  three.close();
});

test('when changes may have been missed everybody is told to read again', async () => {
  const tenant = await product.newTenant();
  const console = await listen(await tenant.asUser('agent'));
  const { rows } = await sql<{ ended: number }>`
    select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity
    where query ilike 'listen %' and datname = current_database()`.execute(product.means.db);
  assert.ok(rows[0] && rows[0].ended >= 1);
  await console.hears('resync');
  const client = await tenant.asClient();
  await client('POST', '/v2/tickets/create', { subject: 's', status });
  await console.hears('ticket');
  console.close();
});

test('more changes than one notice carries are told as one: read again', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const console = await listen(await tenant.asUser('agent'));
  const bodies = Array.from({ length: 250 }, () => ({ subject: 's', status }));
  await Promise.all(bodies.map((body) => client('POST', '/v2/tickets/create', body)));
  await console.hears('resync');
  console.close();
});

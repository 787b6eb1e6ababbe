import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { wireIdOf } from '../../../shared/id.ts';
import {
  type AccessApp,
  basic,
  cookieOf,
  newClient,
  newTenant,
  newUser,
  startAccessApp,
  tokenOf,
} from '../../testing/access-app.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';
import { changeApiClient, listApiClients, revokeApiClient } from './oauth.service.ts';
import { sweepTokens } from './tokens.service.ts';

const minute = 60_000;
let database: FreshDatabase;
let first: AccessApp;
let second: AccessApp;
/** What the processes' clocks are ahead of the real one. */
let aheadMs = 0;

before(async () => {
  database = await freshDatabase();
  const now = () => Date.now() + aheadMs;
  first = await startAccessApp(database, { now });
  second = await startAccessApp(database, { now });
});
after(async () => {
  await first.stop();
  await second.stop();
  await database.drop();
});

async function use(access: AccessApp, host: string, token: string, url = '/v2/tickets/statuses') {
  return await access.app.inject({ url, headers: { host, authorization: `Bearer ${token}` } });
}

/** Both processes know the token from now on. */
async function warm(host: string, token: string): Promise<void> {
  for (const access of [first, second]) assert.equal((await use(access, host, token)).statusCode, 200);
}

/** The first process refuses at once; the second after the notice has reached it. */
async function assertEnded(host: string, token: string): Promise<void> {
  assert.equal((await use(first, host, token)).statusCode, 401);
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20))
    if ((await use(second, host, token)).statusCode === 401) return;
  assert.fail('the second process still takes the token');
}

test('revoked, deactivated and ended tokens are refused at once, in every process', async () => {
  const { host, ctx } = await newTenant(first);
  const [revoked, switched, own] = [await newClient(ctx), await newClient(ctx), await newClient(ctx)];
  const tokens = await Promise.all([revoked, switched, own].map((client) => tokenOf(first, host, client)));
  const [ofRevoked = '', ofSwitched = '', ofOwn = ''] = tokens;
  for (const token of tokens) await warm(host, token);

  await revokeApiClient(ctx, revoked.id);
  await assertEnded(host, ofRevoked);
  await changeApiClient(ctx, switched.id, { is_active: false });
  await assertEnded(host, ofSwitched);
  await assert.rejects(tokenOf(first, host, switched), /invalid_client/);
  await changeApiClient(ctx, switched.id, { is_active: true });
  await assertEnded(host, ofSwitched);
  await warm(host, await tokenOf(second, host, switched));
  await assert.rejects(changeApiClient(ctx, revoked.id, { is_active: true }), { kind: 'not_found' });

  const form = { 'content-type': 'application/x-www-form-urlencoded', authorization: basic(own), host };
  await first.app.inject({ method: 'POST', url: '/oauth/revoke', headers: form, payload: `token=${ofOwn}` });
  await assertEnded(host, ofOwn);
});

test('a client has many live tokens, each with its scopes; a scope taken away ends for all', async () => {
  const { host, ctx } = await newTenant(first);
  const client = await newClient(ctx, ['lists:read', 'users:read']);
  const [wide, narrow] = [
    await tokenOf(first, host, client),
    await tokenOf(first, host, client, 'lists:read'),
  ];
  assert.equal((await use(first, host, wide, '/v2/users')).statusCode, 200);
  assert.equal((await use(first, host, narrow)).statusCode, 200);
  const refused = await use(first, host, narrow, '/v2/users');
  assert.equal(refused.statusCode, 403);
  assert.match(String(refused.headers['www-authenticate']), /^Bearer .*error="insufficient_scope"/);
  await changeApiClient(ctx, client.id, { scopes: ['lists:read'] });
  assert.equal((await use(first, host, wide, '/v2/users')).statusCode, 403);
  assert.equal((await use(first, host, wide)).statusCode, 200);
});

test('no token, a wrong one, another scheme: 401 before anything else is looked at', async () => {
  const { host } = await newTenant(first);
  const cases = [undefined, 'Bearer', 'Bearer wrong', 'Basic YTpi', `Bearer ${'x'.repeat(2000)}`];
  for (const authorization of cases) {
    const headers = { host, ...(authorization !== undefined && { authorization }) };
    const answer = await first.app.inject({ url: '/v2/users?limit=nonsense', headers });
    assert.equal(answer.statusCode, 401, authorization);
    assert.match(String(answer.headers['www-authenticate']), /^Bearer realm="pniya"/);
    assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
  }
});

test('a token lives one hour, "bearer" in any case', async () => {
  const { host, ctx } = await newTenant(first);
  const token = await tokenOf(first, host, await newClient(ctx));
  const shout = await first.app.inject({
    url: '/v2/users',
    headers: { host, authorization: `BEARER ${token}` },
  });
  assert.equal(shout.statusCode, 200);
  aheadMs += 59 * minute;
  assert.equal((await use(first, host, token)).statusCode, 200);
  aheadMs += 2 * minute;
  assert.equal((await use(first, host, token)).statusCode, 401);
  const [client] = await listApiClients(ctx);
  assert.ok(client?.last_used_at, 'its last use is recorded');
});

test('the rate of a client: headers on every answer, 429 beyond it, a new minute starts anew', async () => {
  const { host, ctx } = await newTenant(first);
  const client = await newClient(ctx, ['lists:read'], 3);
  const token = await tokenOf(first, host, client);
  const left = async (url?: string) => {
    const answer = await use(first, host, token, url);
    const { 'ratelimit-limit': limit, 'ratelimit-remaining': remaining } = answer.headers;
    assert.ok(
      Number(answer.headers['ratelimit-reset']) > 0 && Number(answer.headers['ratelimit-reset']) <= 60,
    );
    return [answer.statusCode, Number(limit), Number(remaining)];
  };
  assert.deepEqual(await left(), [200, 3, 2]);
  assert.deepEqual(await left('/v2/users'), [403, 3, 1]);
  assert.deepEqual(await left('/v2/tickets/statuses?limit=x'), [400, 3, 0]);
  assert.deepEqual(await left(), [429, 3, 0]);
  const refused = await use(first, host, token);
  assert.equal(refused.headers['retry-after'], refused.headers['ratelimit-reset']);
  await changeApiClient(ctx, client.id, { requests_per_minute: 5 });
  assert.deepEqual(await left(), [200, 5, 1]);
  aheadMs += minute;
  assert.deepEqual(await left(), [200, 5, 4]);
});

test('the sweep deletes tokens that expired more than a week ago, and no others', async () => {
  const { host, ctx, tenantId } = await newTenant(first);
  const client = await newClient(ctx);
  await tokenOf(first, host, client);
  const expiry = Date.now() + aheadMs + 60 * minute;
  const week = 7 * 24 * 60 * minute;
  assert.equal(await sweepTokens(first.means.db, [tenantId], new Date(expiry + week - minute)), 0);
  assert.equal(await sweepTokens(first.means.db, [tenantId], new Date(expiry + week + minute)), 1);
});

test('settings: administrators only, own tenant only, the secret shown once', async () => {
  const { host, ctx } = await newTenant(first);
  const cookie = await cookieOf(first, host, (await newUser(ctx)).email);
  const payload = { name: 'האתר', scopes: ['tickets:write'] };
  const asked = { method: 'POST', url: '/api/api-clients', payload } as const;
  const made = await first.app.inject({ ...asked, headers: { host, cookie } });
  assert.equal(made.statusCode, 201);
  const { id, client_id, client_secret } = made.json<Record<'id' | 'client_id' | 'client_secret', string>>();
  assert.match(client_id, /^[A-Za-z0-9]+$/);
  assert.match(client_secret, /^[A-Za-z0-9]{43}$/);
  const listed = await first.app.inject({ url: '/api/api-clients', headers: { host, cookie } });
  assert.ok(!listed.body.includes(client_secret) && listed.body.includes(client_id));

  const agent = await cookieOf(first, host, (await newUser(ctx, 'agent')).email);
  assert.equal((await first.app.inject({ ...asked, headers: { host, cookie: agent } })).statusCode, 403);
  const other = await newTenant(first);
  const stranger = await cookieOf(first, other.host, (await newUser(other.ctx)).email);
  for (const [method, body] of [
    ['DELETE', undefined],
    ['PATCH', { name: 'x' }],
  ] as const) {
    const headers = { host: other.host, cookie: stranger };
    const url = `/api/api-clients/${id}`;
    const answer = await first.app.inject({ method, url, headers, ...(body && { payload: body }) });
    assert.equal(answer.statusCode, 404);
  }
  const unknown = await first.app.inject({
    method: 'DELETE',
    url: `/api/api-clients/${wireIdOf(ctx.tenantId)}`,
    headers: { host, cookie },
  });
  assert.equal(unknown.statusCode, 404);
});

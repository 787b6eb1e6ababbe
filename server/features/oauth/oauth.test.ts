import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Context } from '../../context.ts';
import {
  type AccessApp,
  basic,
  newClient,
  newTenant,
  startAccessApp,
  tokenOf,
} from '../../testing/access-app.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';

let database: FreshDatabase;
let access: AccessApp;
type Tenant = { tenantId: string; host: string; ctx: Context };
type Client = { id: string; client_id: string; client_secret: string };

before(async () => {
  database = await freshDatabase();
  access = await startAccessApp(database, { trustProxy: ['127.0.0.1'] });
});
after(async () => {
  await access.stop();
  await database.drop();
});

async function tenantWithClient(): Promise<Tenant & { client: Client }> {
  const tenant = await newTenant(access);
  return { ...tenant, client: await newClient(tenant.ctx) };
}

const formType = 'application/x-www-form-urlencoded';

async function post(
  host: string,
  url: string,
  payload: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Record<string, unknown> }> {
  const all = { host, 'content-type': formType, ...headers };
  const answer = await access.app.inject({ method: 'POST', url, headers: all, payload });
  const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>();
  return { status: answer.statusCode, body, headers: answer.headers };
}

test('each refusal of RFC 6749, 5.2 in its own words', async () => {
  const { host, client } = await tenantWithClient();
  const authorization = basic(client);
  const { client_id, client_secret } = client;
  const inBody = new URLSearchParams({ client_id, client_secret }).toString();
  const grant = 'grant_type=client_credentials';
  const cases: [string, Record<string, string>, number, string][] = [
    ['', { authorization }, 400, 'invalid_request'],
    ['grant_type=', { authorization }, 400, 'invalid_request'],
    ['grant_type=password', { authorization }, 400, 'unsupported_grant_type'],
    [`${grant}&${grant}`, { authorization }, 400, 'invalid_request'],
    [`${grant}&scope=a&scope=b`, { authorization }, 400, 'invalid_request'],
    [`${grant}&scope=settings:write`, { authorization }, 400, 'invalid_scope'],
    [`${grant}&${inBody}`, { authorization }, 400, 'invalid_request'],
    [`${grant}&client_id=other`, { authorization }, 400, 'invalid_request'],
    [grant, {}, 401, 'invalid_client'],
    [`${grant}&client_id=${client_id}`, {}, 401, 'invalid_client'],
    [grant, { authorization: basic({ client_id, client_secret: 'wrong' }) }, 401, 'invalid_client'],
    [grant, { authorization: basic({ client_id: 'a\u0000b', client_secret }) }, 401, 'invalid_client'],
    [grant, { authorization: 'Basic %%%' }, 401, 'invalid_client'],
    [grant, { authorization: 'Bearer abc' }, 401, 'invalid_client'],
    [
      '{"grant_type":"client_credentials"}',
      { authorization, 'content-type': 'application/json' },
      400,
      'invalid_request',
    ],
    [`${grant}&pad=${'x'.repeat(70_000)}`, { authorization }, 400, 'invalid_request'],
    ['grant_type=%ff', { authorization }, 400, 'unsupported_grant_type'],
  ];
  for (const [payload, headers, status, error] of cases) {
    const answer = await post(host, '/oauth/token', payload, headers);
    const seen = { status: answer.status, error: answer.body.error };
    assert.deepEqual(seen, { status, error }, payload.slice(0, 80));
    assert.match(String(answer.body.error_description), /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers.pragma, 'no-cache');
    assert.equal(answer.headers['www-authenticate'] !== undefined, status === 401);
  }
});

test('credentials in the body, with an empty scope and an unknown parameter', async () => {
  const { host, client } = await tenantWithClient();
  const { client_id, client_secret } = client;
  const form = { grant_type: 'client_credentials', scope: '', later: 'x', client_id, client_secret };
  const answer = await post(host, '/oauth/token', new URLSearchParams(form).toString());
  assert.equal(answer.status, 200);
  assert.deepEqual(Object.keys(answer.body), ['access_token', 'token_type', 'expires_in']);
});

test('however many wrong secrets come, each is answered alike, and the right one still works', async () => {
  const { host, client } = await tenantWithClient();
  const wrong = { authorization: basic({ ...client, client_secret: 'wrong' }) };
  const grant = 'grant_type=client_credentials';
  for (let tries = 0; tries < 30; tries++) {
    const refused = await post(host, '/oauth/token', grant, wrong);
    assert.deepEqual([refused.status, refused.body.error], [401, 'invalid_client']);
    assert.match(String(refused.headers['www-authenticate']), /^Basic /);
  }
  const right = await post(host, '/oauth/token', grant, { authorization: basic(client) });
  assert.equal(right.status, 200);
});

test('a body that is no form is refused with what is expected instead', async () => {
  const { host, client } = await tenantWithClient();
  for (const type of ['application/json', 'text/plain', 'multipart/form-data']) {
    const headers = { authorization: basic(client), 'content-type': type };
    const refused = await post(host, '/oauth/token', '{"grant_type":"client_credentials"}', headers);
    assert.deepEqual([refused.status, refused.body.error], [400, 'invalid_request'], type);
    assert.match(String(refused.body.error_description), /x-www-form-urlencoded/);
  }
});

test('clients and tokens of another tenant are unknown', async () => {
  const mine = await tenantWithClient();
  const other = await tenantWithClient();
  const authorization = basic(other.client);
  const token = await tokenOf(access, mine.host, mine.client);
  assert.equal(
    (await post(mine.host, '/oauth/token', 'grant_type=client_credentials', { authorization })).status,
    401,
  );
  const asked = await post(other.host, '/oauth/introspect', `token=${token}`, { authorization });
  assert.deepEqual(asked.body, { active: false });
  assert.equal((await post(other.host, '/oauth/revoke', `token=${token}`, { authorization })).status, 200);
  const still = { host: mine.host, authorization: `Bearer ${token}` };
  assert.equal((await access.app.inject({ url: '/v2/users', headers: still })).statusCode, 200);
  const headers = { host: other.host, authorization: `Bearer ${token}` };
  assert.equal((await access.app.inject({ url: '/v2/users', headers })).statusCode, 401);
});

test('a client can end only its own tokens; introspection is for clients of the tenant', async () => {
  const { host, ctx, client } = await tenantWithClient();
  const second = await newClient(ctx);
  const token = await tokenOf(access, host, client, 'users:read');
  const refused = await post(host, '/oauth/revoke', `token=${token}`, { authorization: basic(second) });
  assert.deepEqual([refused.status, refused.body.error], [400, 'unauthorized_client']);
  const told = await post(host, '/oauth/introspect', `token=${token}`, { authorization: basic(second) });
  assert.equal(told.body.scope, 'users:read');
  assert.equal(Number(told.body.exp) - Number(told.body.iat), 3600);
  assert.equal((await post(host, '/oauth/introspect', `token=${token}`)).status, 401);
  const missing = await post(host, '/oauth/revoke', '', { authorization: basic(client) });
  assert.deepEqual([missing.status, missing.body.error], [400, 'invalid_request']);
  const unknown = await post(host, '/oauth/revoke', 'token=none&token_type_hint=refresh_token', {
    authorization: basic(client),
  });
  assert.equal(unknown.status, 200);
});

test('metadata names the public host, by a trusted proxy’s headers', async () => {
  const { host } = await newTenant(access);
  const url = '/.well-known/oauth-authorization-server';
  const headers = { host: 'internal:3000', 'x-forwarded-host': host, 'x-forwarded-proto': 'https' };
  const answer = await access.app.inject({ url, headers });
  const body = answer.json<Record<string, unknown>>();
  assert.equal(body.issuer, `https://${host}`);
  assert.equal(body.token_endpoint, `https://${host}/oauth/token`);
  assert.deepEqual(body.grant_types_supported, ['client_credentials']);
  // From an address that is no trusted proxy, the headers count for nothing.
  const spoofed = await access.app.inject({
    url,
    headers: { ...headers, host },
    remoteAddress: '198.51.100.7',
  });
  assert.equal(spoofed.json<{ issuer: string }>().issuer, `http://${host}`);
});

test('other methods get 405, an unknown host 404', async () => {
  const { host } = await newTenant(access);
  const wrong = await access.app.inject({ method: 'GET', url: '/oauth/token', headers: { host } });
  assert.equal(wrong.statusCode, 405);
  assert.equal(wrong.headers.allow, 'POST');
  await newTenant(access);
  const nobody = await post('nobody.example.com', '/oauth/token', 'grant_type=client_credentials');
  assert.equal(nobody.status, 404);
});

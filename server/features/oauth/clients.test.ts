import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import { scopes } from '../../../shared/permissions.ts';
import { newId } from '../../database/uuid.ts';
import { type AccessApp, basic, newClient, startAccessApp } from '../../testing/access-app.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';
import { addTenant } from '../tenants/tenants.service.ts';

// Client libraries that others wrote, over a real socket: what they make of RFC 6749 has to be understood.
interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}
/** The characters that the old system's ids have, and worse ones. */
const oldIds: Credentials[] = [
  { client_id: 'Xy7-kQ_2.p..', client_secret: 'a-b_c.d~e-_.9' },
  { client_id: 'plus+and%2D', client_secret: 's+e:c%r=t/ %20~' },
];

let database: FreshDatabase;
let access: AccessApp;
let clients: Credentials[];

before(async () => {
  database = await freshDatabase();
  access = await startAccessApp(database);
  const { tenantId } = await addTenant(access.means.db, { name: 'עסק' });
  const rows = oldIds.map(({ client_id, client_secret }) => ({
    tenant_id: tenantId,
    id: newId(),
    client_id,
    name: 'לקוח ותיק',
    secret_hash: createHash('sha256').update(client_secret).digest(),
    scopes: [...scopes],
  }));
  await access.means.db.insertInto('api_clients').values(rows).execute();
  clients = [await newClient(access.ctxOf(tenantId)), ...oldIds];
});
after(async () => {
  await access.stop();
  await database.drop();
});

async function assertWorks(token: string): Promise<void> {
  const answer = await fetch(`${access.url}/v2/tickets/statuses`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(answer.status, 200, await answer.text());
}

test('oauth4webapi: discovery, both ways of authentication, introspection, revocation', async () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(access.url);
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  for (const { client_id, client_secret } of clients) {
    const client = { client_id };
    for (const proof of [oauth.ClientSecretBasic(client_secret), oauth.ClientSecretPost(client_secret)]) {
      const parameters = { scope: 'lists:read' };
      const answer = await oauth.clientCredentialsGrantRequest(server, client, proof, parameters, insecure);
      const { access_token } = await oauth.processClientCredentialsResponse(server, client, answer);
      await assertWorks(access_token);
      const asked = await oauth.introspectionRequest(server, client, proof, access_token, insecure);
      const told = await oauth.processIntrospectionResponse(server, client, asked);
      assert.equal(told.active, true);
      assert.equal(told.scope, 'lists:read');
      assert.equal(told.client_id, client_id);
      const revoked = await oauth.revocationRequest(server, client, proof, access_token, insecure);
      assert.equal(await oauth.processRevocationResponse(revoked), undefined);
      const again = await oauth.introspectionRequest(server, client, proof, access_token, insecure);
      assert.equal((await oauth.processIntrospectionResponse(server, client, again)).active, false);
    }
  }
});

test('openid-client: discovery and client credentials', async () => {
  for (const { client_id, client_secret } of clients) {
    for (const proof of [openid.ClientSecretBasic(client_secret), openid.ClientSecretPost(client_secret)]) {
      const config = await openid.discovery(new URL(access.url), client_id, undefined, proof, {
        algorithm: 'oauth2',
        execute: [openid.allowInsecureRequests],
      });
      const { access_token, expires_in } = await openid.clientCredentialsGrant(config);
      assert.equal(expires_in, 3600);
      await assertWorks(access_token);
    }
  }
});

test('simple-oauth2: strict and loose encoding, header and body, empty scope', async () => {
  for (const { client_id: id, client_secret: secret } of clients) {
    for (const authorizationMethod of ['header', 'body'] as const) {
      for (const credentialsEncodingMode of ['strict', 'loose'] as const) {
        const auth = { tokenHost: access.url, tokenPath: '/oauth/token' };
        const options = { authorizationMethod, credentialsEncodingMode };
        const client = new ClientCredentials({ client: { id, secret }, auth, options });
        const { token } = await client.getToken({ scope: '' });
        await assertWorks(String(token.access_token));
      }
    }
  }
});

test('raw Basic, as curl -u and old clients send it', async () => {
  for (const client of clients) {
    const answer = await fetch(`${access.url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: basic(client), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    assert.equal(answer.status, 200);
    const text = await answer.text();
    assert.match(text, /^\{"access_token":"[A-Za-z0-9]{43}","token_type":"bearer","expires_in":3600\}$/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('pragma'), 'no-cache');
    await assertWorks((JSON.parse(text) as { access_token: string }).access_token);
  }
});

import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Role } from '../../shared/permissions.ts';
import { type Scope, scopes } from '../../shared/permissions.ts';
import { type Context, contextOf, type Means } from '../context.ts';
import { BatchWriter } from '../database/batch.ts';
import { ChangeFeed } from '../database/changes.ts';
import { connectDatabase } from '../database/connect.ts';
import type { DB } from '../database/schema.ts';
import { listRoutes } from '../features/lists/lists.routes.ts';
import { makeListKeeper } from '../features/lists/lists.service.ts';
import { oauthRoutes } from '../features/oauth/oauth.routes.ts';
import { addApiClient } from '../features/oauth/oauth.service.ts';
import { makeTokenKeeper } from '../features/oauth/token-keeper.service.ts';
import { addTenant, makeTenantFinder } from '../features/tenants/tenants.service.ts';
import { makeSessionKeeper } from '../features/users/sessions.service.ts';
import { userRoutes } from '../features/users/users.routes.ts';
import { buildApp } from '../http/app.ts';
import { silentLog } from '../log.ts';
import { mailOutside } from '../mail/outside.ts';
import { makeSecrets } from '../secrets.ts';
import type { FreshDatabase } from './test-postgres.ts';
import { addTestUser, testPassword } from './test-users.ts';

export interface AccessOptions {
  /** The clock, which a test may move; the real one unless given. */
  readonly now?: () => number;
  readonly requestsPerMinute?: number;
  readonly publicUrl?: string;
  readonly trustProxy?: string[];
}

/** One process of Pniya with everything that decides who may do what: real feed, keepers, routes and socket. */
export interface AccessApp {
  readonly app: FastifyInstance;
  readonly means: Means;
  /** Where it listens on 127.0.0.1. */
  readonly url: string;
  ctxOf(tenantId: string): Context;
  stop(): Promise<void>;
}

/** Several may run on one database, as several processes do. */
export async function startAccessApp(
  database: FreshDatabase,
  options: AccessOptions = {},
): Promise<AccessApp> {
  const connected = connectDatabase<DB>(database.connection, { log: silentLog });
  const { db } = connected;
  const feed = new ChangeFeed(connected.pool, silentLog);
  await feed.start();
  const now = options.now ?? Date.now;
  const deps = { db, now, subscribe: feed.subscribe.bind(feed) };
  const unused = () => Promise.reject(new Error('not part of this test'));
  const means: Means = {
    db,
    writer: new BatchWriter(),
    jobs: { enqueue: unused },
    files: { keep: unused, read: unused, stream: unused, discard: unused },
    secrets: makeSecrets(null, ''),
    mail: mailOutside({ privateMailServers: true, outgoingSmtpUrl: null }),
    lists: makeListKeeper(deps),
    log: silentLog,
    announce: (tenantId, change) => feed.announce(tenantId, change),
    now: () => new Date(now()),
  };
  const tokens = makeTokenKeeper({ ...deps, defaultRequestsPerMinute: options.requestsPerMinute ?? 60_000 });
  const app = buildApp({
    means,
    identities: {
      ...makeTenantFinder(deps),
      ...makeSessionKeeper(deps),
      clientOfToken: (tenantId, token) => tokens.clientOfToken(tenantId, token),
    },
    keepRefused: async () => undefined,
    log: pino({ level: 'silent' }),
    trustProxy: options.trustProxy ?? false,
    publicUrl: options.publicUrl ?? null,
  });
  oauthRoutes(app);
  userRoutes(app);
  listRoutes(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    means,
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    ctxOf: (tenantId) => contextOf(means, tenantId, { kind: 'system' }),
    async stop() {
      await app.close();
      await feed.stop();
      await connected.close();
    },
  };
}

/** A tenant of its own, found by a host of its own. */
export async function newTenant(
  access: AccessApp,
): Promise<{ tenantId: string; host: string; ctx: Context }> {
  const host = `t${randomBytes(6).toString('hex')}.example.com`;
  const { tenantId } = await addTenant(access.means.db, { name: host, hosts: [host] });
  access.means.announce(tenantId, { kind: 'settings' });
  return { tenantId, host, ctx: access.ctxOf(tenantId) };
}

export async function newUser(
  ctx: Context,
  role: Role = 'administrator',
): Promise<{ id: string; email: string }> {
  const email = `u${randomBytes(6).toString('hex')}@example.com`;
  const { id } = await addTestUser(ctx, { name: 'רות לוי', email, role });
  return { id, email };
}

/** The cookie header of a new session, by the front door. */
export async function cookieOf(access: AccessApp, host: string, email: string): Promise<string> {
  const payload = { email, password: testPassword };
  const answer = await access.app.inject({ method: 'POST', url: '/api/session', headers: { host }, payload });
  const [cookie] = answer.cookies;
  if (!cookie) throw new Error(`no session: ${answer.statusCode} ${answer.body}`);
  return `${cookie.name}=${cookie.value}`;
}

export async function newClient(
  ctx: Context,
  granted: readonly Scope[] = scopes,
  requestsPerMinute?: number,
) {
  const given = { name: 'האתר', scopes: granted, requests_per_minute: requestsPerMinute };
  return await addApiClient(ctx, given);
}

interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

export function basic({ client_id, client_secret }: Credentials): string {
  return `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
}

/** A token by the front door. */
export async function tokenOf(
  access: AccessApp,
  host: string,
  client: Credentials,
  scope = '',
): Promise<string> {
  const answer = await access.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { host, authorization: basic(client), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ grant_type: 'client_credentials', scope }).toString(),
  });
  const { access_token } = answer.json<{ access_token?: string }>();
  if (access_token === undefined) throw new Error(`no token: ${answer.statusCode} ${answer.body}`);
  return access_token;
}

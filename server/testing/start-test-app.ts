import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { type Logger, pino } from 'pino';
import { type Scope, scopes } from '../../shared/permissions.ts';
import { type Config, readConfig } from '../config.ts';
import { type Context, contextOf, type Means } from '../context.ts';
import { addMailboxTo } from '../features/email/mailboxes.service.ts';
import { addApiClient } from '../features/oauth/oauth.service.ts';
import { addTenant } from '../features/tenants/tenants.service.ts';
import { type Surroundings, startPniya } from '../main.ts';
import { shared } from './shared.ts';
import { freshDatabase } from './test-postgres.ts';
import { addTestUser, testPassword } from './test-users.ts';

/** The whole product on a database of its own, with ports that the system chose. */
export interface TestApp {
  readonly app: FastifyInstance;
  readonly means: Means;
  readonly url: string;
  readonly smtpPort: number;
  readonly databaseUrl: string;
  /** A tenant of the test's own, so that tests run beside each other. */
  newTenant(): Promise<TestTenant>;
  stop(): Promise<void>;
}

export interface TestTenant {
  readonly tenantId: string;
  readonly host: string;
  /** Pniya itself in this tenant. */
  readonly ctx: Context;
  readonly mailAddress: string;
  /** Asks as an API client, with all scopes unless told. */
  asClient(granted?: readonly Scope[]): Promise<Ask>;
  /** Asks as a signed-in person. */
  asUser(role?: 'administrator' | 'agent' | 'viewer'): Promise<Ask>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

/** One request through the front door. An object body travels as JSON. */
export type Ask = ((
  method: string,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>) & {
  readonly headers: Record<string, string>;
  readonly userId?: string;
};

/**
 * `log` is silent unless a test listens to what is said there; `around` is what else a test wants otherwise. Test files of one
 * process that ask for neither, with the same settings, are given the same app.
 */
export async function startTestApp(
  given: Partial<Config> = {},
  log?: Logger,
  around?: Partial<Surroundings>,
): Promise<TestApp> {
  if (log || around) return await startOwnApp(given, log, around);
  return await shared(`app ${JSON.stringify(given)}`, () => startOwnApp(given));
}

/** One that nobody else uses. */
export async function startOwnApp(
  given: Partial<Config> = {},
  log: Logger = pino({ level: 'silent' }),
  around: Partial<Surroundings> = {},
): Promise<TestApp> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'pniya-files-'));
  const config = { ...readConfig({}), port: 0, smtpPort: 0, undoSendSeconds: 0, dataDir, ...given };
  const running = await startPniya(config, {
    connection: database.connection,
    databaseHealth: () => ({ state: 'up' }),
    log,
    ...around,
  });
  return {
    app: running.app,
    means: running.means,
    url: running.url ?? '',
    smtpPort: running.smtpPort ?? 0,
    databaseUrl: database.url,
    newTenant: () => newTenant(running.app, running.means),
    async stop() {
      await running.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function newTenant(app: FastifyInstance, means: Means): Promise<TestTenant> {
  const name = `t${randomBytes(6).toString('hex')}`;
  const host = `${name}.example.com`;
  const { tenantId } = await addTenant(means.db, { name, hosts: [host] });
  means.announce(tenantId, { kind: 'settings' });
  const ctx = contextOf(means, tenantId, { kind: 'system' });
  const mailAddress = `support@${host}`;
  await addMailboxTo(ctx, {
    name: 'שירות',
    addresses: [mailAddress],
    department_id: null,
    priority_id: null,
  });
  return {
    tenantId,
    host,
    ctx,
    mailAddress,
    async asClient(granted = scopes) {
      const client = await addApiClient(ctx, { name: 'האתר', scopes: [...granted] });
      const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
      const answer = await app.inject({
        method: 'POST',
        url: '/oauth/token',
        headers: {
          host,
          authorization: `Basic ${basic}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: 'grant_type=client_credentials',
      });
      return asker(app, { host, authorization: `Bearer ${answer.json().access_token}` });
    },
    async asUser(role = 'administrator') {
      const email = `${randomBytes(4).toString('hex')}@${host}`;
      const { id } = await addTestUser(ctx, { name: 'דנה כהן', email, role });
      const payload = { email, password: testPassword };
      const answer = await app.inject({ method: 'POST', url: '/api/session', headers: { host }, payload });
      const cookie = answer.cookies.map((one) => `${one.name}=${one.value}`).join('; ');
      return asker(app, { host, cookie }, id);
    },
  };
}

function asker(app: FastifyInstance, headers: Record<string, string>, userId?: string): Ask {
  const ask = async (method: string, url: string, body?: unknown, extra: Record<string, string> = {}) => {
    const options = { method: method as InjectOptions['method'], url, headers: { ...headers, ...extra } };
    const payload = body === undefined ? {} : { payload: body as InjectOptions['payload'] };
    const {
      statusCode,
      headers: sent,
      payload: text,
    } = await app.inject({ ...options, ...payload } as InjectOptions);
    const isJson = String(sent['content-type'] ?? '').includes('json') && text !== '';
    return {
      status: statusCode,
      headers: sent as Record<string, unknown>,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  };
  return Object.assign(ask, { headers, ...(userId !== undefined && { userId }) });
}

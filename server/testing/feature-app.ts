import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Change } from '../../shared/live.ts';
import { type Scope, scopes } from '../../shared/permissions.ts';
import { type Actor, type Context, contextOf, type Means } from '../context.ts';
import { BatchWriter } from '../database/batch.ts';
import { connectDatabase } from '../database/connect.ts';
import type { DB } from '../database/schema.ts';
import { newId } from '../database/uuid.ts';
import { makeListKeeper } from '../features/lists/lists.service.ts';
import { addTenant } from '../features/tenants/tenants.service.ts';
import { buildApp } from '../http/app.ts';
import { sessionCookie } from '../http/authenticate.ts';
import { silentLog } from '../log.ts';
import { freshDatabase } from './test-postgres.ts';

type Listener = (heard: { tenantId: string; change: Change }) => void;

/** A tenant of a test's own, and those who act in it. */
export interface TestTenant {
  readonly tenantId: string;
  readonly host: string;
  /** The context of Pniya itself. */
  readonly ctx: Context;
  /** Headers of an API client with these scopes (all of them unless told), named as given. */
  client(granted?: readonly Scope[], name?: string): Promise<Record<string, string>>;
  /** Headers of a signed-in user. */
  user(role: 'administrator' | 'agent' | 'viewer', name?: string): Promise<Record<string, string>>;
}

export interface FeatureApp {
  readonly app: FastifyInstance;
  readonly announced: { tenantId: string; change: Change }[];
  newTenant(): Promise<TestTenant>;
  stop(): Promise<void>;
}

/** The real HTTP layer and database with the routes of one feature; who acts is known by made-up credentials. */
export async function startFeatureApp(routes: (app: FastifyInstance) => void): Promise<FeatureApp> {
  const database = await freshDatabase();
  const connected = connectDatabase<DB>(database.connection, { log: silentLog });
  const listeners = new Set<Listener>([]);
  const announced: FeatureApp['announced'] = [];
  listeners.add((heard) => announced.push(heard));
  const subscribe = (listener: Listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const { db } = connected;
  const unused = () => Promise.reject(new Error('not part of this test'));
  const means: Means = {
    db,
    writer: new BatchWriter(),
    jobs: { enqueue: unused },
    files: { keep: unused, read: unused, stream: unused },
    lists: makeListKeeper({ db, subscribe }),
    log: silentLog,
    announce: (tenantId, change) => {
      for (const listener of listeners) listener({ tenantId, change });
    },
    now: () => new Date(),
  };
  const known = new Map<string, Actor>();
  const hosts = new Map<string, string>();
  const rate = { limit: 1000, remaining: 999, isExceeded: false, resetSeconds: 60 };
  const app = buildApp({
    means,
    identities: {
      tenantOfHost: async (host) => hosts.get(host) ?? null,
      clientOfToken: (tenantId, token) => {
        const actor = known.get(`${tenantId} ${token}`);
        return actor?.kind === 'client' ? { actor, rate } : null;
      },
      userOfSession: async (tenantId, token) => {
        const actor = known.get(`${tenantId} ${token}`);
        return actor?.kind === 'user' ? actor : null;
      },
    },
    keepRefused: async () => undefined,
    log: pino({ level: 'silent' }),
    trustProxy: false,
  });
  routes(app);
  await app.ready();
  return {
    app,
    announced,
    newTenant: () => makeTenant(means, hosts, known),
    async stop() {
      await app.close();
      await connected.close();
      await database.drop();
    },
  };
}

async function makeTenant(
  means: Means,
  hosts: Map<string, string>,
  known: Map<string, Actor>,
): Promise<TestTenant> {
  const host = `t${randomBytes(6).toString('hex')}.example.com`;
  const { tenantId } = await addTenant(means.db, { name: host, hosts: [host] });
  hosts.set(host, tenantId);
  const credential = (actor: Actor) => {
    const token = randomBytes(12).toString('hex');
    known.set(`${tenantId} ${token}`, actor);
    return token;
  };
  return {
    tenantId,
    host,
    ctx: contextOf(means, tenantId, { kind: 'system' }),
    async client(granted = scopes, name = 'האתר') {
      const id = newId();
      const row = {
        tenant_id: tenantId,
        id,
        client_id: id,
        name,
        secret_hash: randomBytes(32),
        scopes: [...granted],
      };
      await means.db.insertInto('api_clients').values(row).execute();
      const token = credential({ kind: 'client', id, scopes: new Set(granted) });
      return { host, authorization: `Bearer ${token}` };
    },
    async user(role, name = 'רות לוי') {
      const id = newId();
      const row = { tenant_id: tenantId, id, name, email: `${id}@example.com`, role };
      await means.db.insertInto('users').values(row).execute();
      means.announce(tenantId, { kind: 'lists' });
      return { host, cookie: `${sessionCookie}=${credential({ kind: 'user', id, role })}` };
    },
  };
}

import { sql } from 'kysely';
import { scopes } from '../shared/permissions.ts';
import type { Config } from './config.ts';
import { type Context, contextOf, type Means } from './context.ts';
import { fillDemo } from './features/demo/demo.service.ts';
import { addMailboxTo } from './features/email/mailboxes.service.ts';
import { makeListKeeper } from './features/lists/lists.service.ts';
import { addApiClient, listApiClients } from './features/oauth/oauth.service.ts';
import { addTenant, listTenants } from './features/tenants/tenants.service.ts';
import { addUser } from './features/users/users.service.ts';
import { generatedPassword } from './generated-password.ts';
import { silentLog } from './log.ts';
import { StartError } from './start-error.ts';

/** Taken while the first tenant is made, so that two processes that start together make one. */
const lockKey = 7_221_401;

/** What the first start made; its secrets are shown once. */
export interface FirstStart {
  readonly email: string;
  /** Null when the administrator's password was given in the settings. */
  readonly password: string | null;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly mailAddress: string;
}

/** Makes the first tenant, its administrator, an API client and a mailbox; null when there is a tenant already. */
export async function firstStart(
  means: Means,
  config: Config,
  options: { isDemo: boolean },
): Promise<FirstStart | null> {
  const connection = means.db.connection();
  return connection.execute(async (db) => {
    await sql`select pg_advisory_lock(${lockKey})`.execute(db);
    try {
      const [tenant] = await listTenants(means.db);
      if (!tenant) return await makeFirstTenant(means, config, options.isDemo);
      if (options.isDemo) await refuseOtherThanDemo(means, config, tenant.tenantId);
      return null;
    } finally {
      await sql`select pg_advisory_unlock(${lockKey})`.execute(db);
    }
  });
}

async function refuseOtherThanDemo(means: Means, config: Config, tenantId: string): Promise<void> {
  if (config.databaseUrl !== null)
    throw new StartError(
      'The demo wants a database of its own: the one of DATABASE_URL already has a tenant.',
    );
  const clients = await listApiClients(contextOf(means, tenantId, { kind: 'system' }));
  // The demo makes one of its own, and the one that the greeting shows comes last. None is ever deleted.
  if (clients.length < 2)
    throw new StartError(
      `The demo was interrupted while it was made: delete the folder ${config.dataDir} and start again.`,
    );
}

async function makeFirstTenant(means: Means, config: Config, isDemo: boolean): Promise<FirstStart> {
  const email = config.adminEmail ?? 'admin@localhost';
  const password = config.adminPassword ?? generatedPassword();
  const host = config.publicUrl === null ? 'localhost' : new URL(config.publicUrl).hostname;
  const mailAddress = `support@${host}`;
  const name = isDemo ? 'נורית אדלר' : 'מנהל המערכת';
  const administrator = { name, email, role: 'administrator', password, departments: [] } as const;
  // The demo's conversations show an address that looks like a shop's; mail to the host's own is taken too.
  const addresses = isDemo ? ['service@nurit.example', mailAddress] : [mailAddress];
  const mailbox = { name: 'שירות לקוחות', addresses, department_id: null, priority_id: null };
  // At once or not at all: nobody could sign in to what a start that was broken off has left.
  const made = await means.db.transaction().execute(async (db) => {
    const { tenantId } = await addTenant(db, { name: isDemo ? 'נורית מוצרי חשמל' : 'העסק שלי' });
    const known = contextOf(means, tenantId, { kind: 'system' });
    const lists = makeListKeeper({ db, subscribe: () => () => undefined });
    const ctx: Context = { ...known, db, lists, announce: () => undefined };
    await addUser(ctx, administrator);
    await addMailboxTo(ctx, mailbox);
    return { ctx: known, client: isDemo ? null : await addFirstClient(ctx) };
  });
  const { ctx } = made;
  for (const kind of ['settings', 'lists'] as const) ctx.announce({ kind });
  if (isDemo) {
    means.log.info({}, 'three months of inquiries are being made for the demo, which takes some seconds');
    // It tells of mail that could not be read, too.
    await fillDemo({ ...ctx, log: silentLog });
  }
  const client = made.client ?? (await addFirstClient(ctx));
  return {
    email,
    password: config.adminPassword === null ? password : null,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    mailAddress,
  };
}

const addFirstClient = (ctx: Context) => addApiClient(ctx, { name: 'הלקוח הראשון', scopes: [...scopes] });

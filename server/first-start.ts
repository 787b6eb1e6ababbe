import { sql } from 'kysely';
import { scopes } from '../shared/permissions.ts';
import type { Config } from './config.ts';
import { type Context, contextOf, type Means } from './context.ts';
import { fillDemo } from './features/demo/demo.service.ts';
import { addMailboxTo } from './features/email/mailboxes.service.ts';
import { addApiClient } from './features/oauth/oauth.service.ts';
import { addTenant, listTenants } from './features/tenants/tenants.service.ts';
import { addUser } from './features/users/users.service.ts';
import { generatedPassword } from './generated-password.ts';
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
      if ((await listTenants(means.db)).length === 0)
        return await makeFirstTenant(means, config, options.isDemo);
      if (options.isDemo && config.databaseUrl !== null) {
        throw new StartError(
          'The demo wants a database of its own: the one of DATABASE_URL already has a tenant.',
        );
      }
      return null;
    } finally {
      await sql`select pg_advisory_unlock(${lockKey})`.execute(db);
    }
  });
}

async function makeFirstTenant(means: Means, config: Config, isDemo: boolean): Promise<FirstStart> {
  const email = config.adminEmail ?? 'admin@localhost';
  const password = config.adminPassword ?? generatedPassword();
  const host = config.publicUrl === null ? 'localhost' : new URL(config.publicUrl).hostname;
  const mailAddress = `support@${host}`;
  const name = isDemo ? 'נורית מוצרי חשמל' : 'העסק שלי';
  const { tenantId } = await addTenant(means.db, { name });
  const ctx: Context = contextOf(means, tenantId, { kind: 'system' });
  const administrator = isDemo ? 'נורית אדלר' : 'מנהל המערכת';
  await addUser(ctx, { name: administrator, email, role: 'administrator', password, departments: [] });
  const client = await addApiClient(ctx, { name: 'הלקוח הראשון', scopes: [...scopes] });
  await addMailboxTo(ctx, {
    name: 'שירות לקוחות',
    // The demo's conversations show an address that looks like a shop's; mail to the host's own is taken too.
    addresses: isDemo ? ['service@nurit.example', mailAddress] : [mailAddress],
    department_id: null,
    priority_id: null,
  });
  if (isDemo) await fillDemo(ctx);
  return {
    email,
    password: config.adminPassword === null ? password : null,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    mailAddress,
  };
}

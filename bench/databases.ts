import { join } from 'node:path';
import pg from 'pg';
import { connectDatabase } from '../server/database/connect.ts';
import { embeddedConnection } from '../server/database/embedded.ts';
import { migrateDatabase } from '../server/database/migrate.ts';
import type { DB } from '../server/database/schema.ts';
import { newId } from '../server/database/uuid.ts';
import { insertInquiryAccounts } from '../server/features/accounts/match.sql.ts';
import { addTenant } from '../server/features/tenants/tenants.service.ts';
import { silentLog } from '../server/log.ts';

/** Where the app under test keeps its files and its PostgreSQL. */
export const clusterIn = (dataDir: string): string => join(dataDir, 'postgres');

/** A database beside the app's own, in the PostgreSQL that the app runs. */
export function urlOf(dataDir: string, database: string): string {
  const { host = '', user } = embeddedConnection(dataDir);
  return `postgres://${user}@${encodeURIComponent(host)}/${database}`;
}

export async function makeDatabase(dataDir: string, name: string): Promise<string> {
  await withClient(urlOf(dataDir, 'postgres'), (client) => client.query(`create database ${name}`));
  return urlOf(dataDir, name);
}

/** A database with the product's tables, one tenant and its customer, for a program that is not the product. */
export async function makeTenantDatabase(dataDir: string, name: string, phone: string) {
  const url = await makeDatabase(dataDir, name);
  const { pool, db, close } = connectDatabase<DB>({ connectionString: url }, { log: silentLog });
  await migrateDatabase(pool, silentLog);
  const { tenantId } = await addTenant(db, { name: 'bench' });
  await pool.query('create sequence bench_numbers');
  const customer = { id: newId(), tenantId, name: 'customer', email: null, phone, phoneShown: phone };
  await insertInquiryAccounts(db, [customer]);
  await close();
  return { url, tenantId };
}

export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

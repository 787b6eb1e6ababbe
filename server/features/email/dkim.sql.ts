import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface KeyRecord {
  readonly domain: string;
  readonly selector: string;
  readonly private_key: Buffer;
  readonly public_key: string;
  readonly is_active: boolean;
  readonly created_at: Date;
  readonly checked_at: Date | null;
  readonly problem: string | null;
}

export async function selectKeys(ctx: Context, domain?: string): Promise<readonly KeyRecord[]> {
  const { rows } = await sql<KeyRecord>`
    select * from dkim_keys where tenant_id = ${ctx.tenantId}
      and (${domain ?? null}::text is null or domain = ${domain ?? null}::text) order by domain`.execute(
    ctx.db,
  );
  return rows;
}

/** The domains of the tenant's mailboxes, in order. */
export async function selectDomains(ctx: Context): Promise<string[]> {
  const { rows } = await sql<{ domain: string }>`
    select distinct split_part(address, '@', 2) as domain from mailbox_addresses
    where tenant_id = ${ctx.tenantId} order by 1`.execute(ctx.db);
  return rows.map(({ domain }) => domain);
}

/** False when the domain has one already. */
export async function insertKey(
  ctx: Context,
  values: Pick<KeyRecord, 'domain' | 'selector' | 'private_key' | 'public_key' | 'created_at'>,
): Promise<boolean> {
  const result = await ctx.db
    .insertInto('dkim_keys')
    .values({ ...values, tenant_id: ctx.tenantId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateKey(
  ctx: Context,
  domain: string,
  values: Partial<Pick<KeyRecord, 'is_active' | 'checked_at' | 'problem'>>,
): Promise<void> {
  await ctx.db
    .updateTable('dkim_keys')
    .set(values)
    .where('tenant_id', '=', ctx.tenantId)
    .where('domain', '=', domain)
    .execute();
}

export async function deleteKey(ctx: Context, domain: string): Promise<boolean> {
  const result = await ctx.db
    .deleteFrom('dkim_keys')
    .where('tenant_id', '=', ctx.tenantId)
    .where('domain', '=', domain)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/** At an address (lower case) a reply did not arrive. */
export async function upsertBounced(ctx: Context, address: string, at: Date, said: string): Promise<void> {
  await ctx.db
    .insertInto('bounced_addresses')
    .values({ tenant_id: ctx.tenantId, address, at, said })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'address']).doUpdateSet({ at, said }))
    .execute();
}

export async function deleteBounced(ctx: Context, addresses: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('bounced_addresses')
    .where('tenant_id', '=', ctx.tenantId)
    .where('address', '=', sql<string>`any(${[...addresses]}::text[])`)
    .execute();
}

export function selectBounced(ctx: Context, address: string) {
  return ctx.db
    .selectFrom('bounced_addresses')
    .select(['at', 'said'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('address', '=', address)
    .executeTakeFirst();
}

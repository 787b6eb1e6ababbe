import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

export type ConnectionRecord = Selectable<DB['phone_connections']>;

export function selectConnections(ctx: Context): Promise<ConnectionRecord[]> {
  return ctx.db
    .selectFrom('phone_connections')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('id')
    .execute();
}

export function findConnection(ctx: Context, id: string): Promise<ConnectionRecord | undefined> {
  return ctx.db
    .selectFrom('phone_connections')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export function findByToken(ctx: Context, tokenHash: Buffer): Promise<ConnectionRecord | undefined> {
  return ctx.db
    .selectFrom('phone_connections')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}

export type ConnectionValues = Partial<
  Pick<
    ConnectionRecord,
    | 'name'
    | 'token_hash'
    | 'secret'
    | 'provider_account'
    | 'timezone'
    | 'tls'
    | 'department_id'
    | 'window_minutes'
    | 'callback_days'
    | 'is_active'
  > & { readonly queues: string }
>;

export async function insertConnection(
  ctx: Context,
  row: ConnectionValues & Pick<ConnectionRecord, 'id' | 'provider' | 'name' | 'token_hash'>,
): Promise<void> {
  await ctx.db
    .insertInto('phone_connections')
    .values({ ...row, tenant_id: ctx.tenantId, created_at: ctx.now() })
    .execute();
}

/** False when there is none. */
export async function updateConnection(ctx: Context, id: string, values: ConnectionValues): Promise<boolean> {
  const result = await ctx.db
    .updateTable('phone_connections')
    .set({ ...values, name: values.name ?? sql`name` })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function countRefused(ctx: Context, id: string): Promise<void> {
  await ctx.db
    .updateTable('phone_connections')
    .set({ refused_count: sql`refused_count + 1`, last_refused_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .execute();
}

const unknown = 'phone_refused';

/** A request whose address is no connection's. */
export async function countUnknown(ctx: Context): Promise<void> {
  await ctx.db
    .insertInto('tenant_counters')
    .values({ tenant_id: ctx.tenantId, name: unknown, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'name']).doUpdateSet({ value: sql`tenant_counters.value + 1` }),
    )
    .execute();
}

export async function readUnknown(ctx: Context): Promise<number> {
  const row = await ctx.db
    .selectFrom('tenant_counters')
    .select('value')
    .where('tenant_id', '=', ctx.tenantId)
    .where('name', '=', unknown)
    .executeTakeFirst();
  return row?.value ?? 0;
}

/** To the minute, so that busy exchanges don't write it with each call. */
export async function noteReceived(
  ctx: Context,
  { id, last_received_at: known }: Pick<ConnectionRecord, 'id' | 'last_received_at'>,
): Promise<void> {
  const minute = new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000);
  if (known !== null && known >= minute) return;
  await ctx.db
    .updateTable('phone_connections')
    .set({ last_received_at: minute })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .where((where) =>
      where.or([where('last_received_at', 'is', null), where('last_received_at', '<', minute)]),
    )
    .execute();
}

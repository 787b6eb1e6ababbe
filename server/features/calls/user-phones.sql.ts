import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export function selectUserPhones(ctx: Context, userId?: string) {
  let query = ctx.db
    .selectFrom('user_phones')
    .select(['user_id', 'value', 'shown'])
    .where('tenant_id', '=', ctx.tenantId)
    .orderBy('user_id')
    .orderBy('position');
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  return query.execute();
}

/** Whose these are, by value. */
export async function ownersOf(ctx: Context, values: readonly string[]): Promise<Map<string, string>> {
  if (values.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('user_phones')
    .select(['value', 'user_id'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('value', 'in', [...values])
    .execute();
  return new Map(rows.map((row) => [row.value, row.user_id]));
}

/** False when one belongs to another user. */
export async function replaceUserPhones(
  ctx: Context,
  userId: string,
  phones: readonly { readonly value: string; readonly shown: string }[],
): Promise<boolean> {
  await ctx.db
    .deleteFrom('user_phones')
    .where('tenant_id', '=', ctx.tenantId)
    .where('user_id', '=', userId)
    .execute();
  const { rows } = await sql`insert into user_phones (tenant_id, user_id, value, shown, position)
    select ${ctx.tenantId}, ${userId}, value, shown, position
    from unnest(${phones.map(({ value }) => value)}::text[], ${phones.map(({ shown }) => shown)}::text[])
      with ordinality as given (value, shown, position)
    order by value
    on conflict do nothing returning value`.execute(ctx.db);
  return rows.length === phones.length;
}

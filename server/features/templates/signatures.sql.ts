import type { Context } from '../../context.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

/** Departments that have a signature. */
export function selectDepartmentSignatures({ tenantId, db }: Scope) {
  return db
    .selectFrom('departments')
    .select(['id', 'signature'])
    .where('tenant_id', '=', tenantId)
    .where('signature', '!=', '')
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** False when there is no such department. */
export async function updateDepartmentSignature(
  { tenantId, db }: Scope,
  id: string,
  signature: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('departments')
    .set({ signature })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function selectUserSignature({ tenantId, db }: Scope, userId: string): Promise<string> {
  const row = await db
    .selectFrom('users')
    .select('signature')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst();
  return row?.signature ?? '';
}

export async function updateUserSignature(
  { tenantId, db }: Scope,
  userId: string,
  signature: string,
): Promise<void> {
  await db
    .updateTable('users')
    .set({ signature })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .execute();
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

/** Users of the tenant in the order in which they are shown, with their departments. */
export async function selectUsers({ tenantId, db }: Scope) {
  const { rows } = await sql<UserRecord>`
    select u.id, u.name, u.email, u.role, u.language, u.is_active, u.created_at,
      array(select d.department_id from user_departments d
        where d.tenant_id = u.tenant_id and d.user_id = u.id order by d.department_id) as departments
    from users u where u.tenant_id = ${tenantId} order by u.name collate "C", u.id`.execute(db);
  return rows;
}

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly language: string | null;
  readonly is_active: boolean;
  readonly created_at: Date;
  readonly departments: readonly string[];
}

export async function selectUserById({ tenantId, db }: Scope, id: string) {
  return await db
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function selectUserByEmail({ tenantId, db }: Scope, email: string) {
  return await db
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('email', '=', email)
    .executeTakeFirst();
}

export interface NewUserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly password_hash: string;
  readonly language: string | null;
  readonly created_at: Date;
}

/** False when the e-mail is taken. */
export async function insertUser({ tenantId, db }: Scope, user: NewUserRow): Promise<boolean> {
  const inserted = await db
    .insertInto('users')
    .values({ tenant_id: tenantId, ...user })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'email']).doNothing())
    .returning('id')
    .execute();
  return inserted.length === 1;
}

export type UserChange = Partial<{
  name: string;
  email: string;
  role: string;
  password_hash: string;
  is_active: boolean;
  language: string;
}>;

export async function updateUser({ tenantId, db }: Scope, id: string, change: UserChange): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await db.updateTable('users').set(change).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
}

/** Active administrators, locked until the end of the transaction: two of them can't remove each other at once. */
export async function lockAdministrators({ tenantId, db }: Scope): Promise<string[]> {
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'administrator')
    .where('is_active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

/** Sets a user's departments; answers how many of the given ones the tenant has. */
export async function replaceDepartments(
  { tenantId, db }: Scope,
  userId: string,
  departments: readonly string[],
): Promise<number> {
  await db
    .deleteFrom('user_departments')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .execute();
  const { rows } = await sql`insert into user_departments (tenant_id, user_id, department_id)
    select tenant_id, ${userId}::uuid, id from departments
    where tenant_id = ${tenantId} and id = any(${departments}::uuid[])
    returning department_id`.execute(db);
  return rows.length;
}

import type { Role } from '../../../shared/permissions.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { badFields, Problem } from '../../problem.ts';
import { hashPassword } from './passwords.ts';
import { deleteSessionsOfUser } from './sessions.sql.ts';
import {
  insertUser,
  lockAdministrators,
  replaceDepartments,
  selectUserByEmail,
  selectUserById,
  selectUsers,
  type UserChange,
  type UserRecord,
  updateUser,
} from './users.sql.ts';

export type { UserRecord } from './users.sql.ts';

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly password: string;
  readonly departments?: readonly string[];
  readonly language?: 'he' | 'en';
}

/** Adds a user; answers the uuid. Problems: `unknown_value` for a department that is not the tenant's, conflict `email_taken`. */
export async function addUser(ctx: Context, given: NewUser): Promise<{ id: string }> {
  requirePermission(ctx, 'settings:write');
  const user = {
    id: newId(),
    name: given.name.trim(),
    email: given.email.trim().toLowerCase(),
    role: given.role,
    password_hash: await hashPassword(given.password),
    language: given.language ?? null,
    created_at: ctx.now(),
  };
  await inTransaction(ctx, async (tx) => {
    if (!(await insertUser(tx, user))) throw emailTaken();
    await setDepartments(tx, user.id, given.departments ?? []);
    announceUsers(tx);
  });
  return { id: user.id };
}

export type UserChanges = Partial<Omit<NewUser, 'language'> & { is_active: boolean }>;

/**
 * Changes a user. A new password or deactivation ends all of their sessions; a new role counts from the next request.
 * Problems: not_found, `unknown_value` for departments, conflict `email_taken` and `last_administrator`.
 */
export async function changeUser(ctx: Context, id: string, changes: UserChanges): Promise<void> {
  requirePermission(ctx, 'settings:write');
  const passwordHash = changes.password === undefined ? undefined : await hashPassword(changes.password);
  await inTransaction(ctx, async (tx) => {
    const administrators = await lockAdministrators(tx);
    if (!(await selectUserById(tx, id))) throw new Problem('not_found', 'not_found');
    const isLast = administrators.length === 1 && administrators[0] === id;
    const stepsDown = changes.is_active === false || (changes.role ?? 'administrator') !== 'administrator';
    if (isLast && stepsDown) throw new Problem('conflict', 'last_administrator');
    await requireFreeEmail(tx, id, changes.email);
    await updateUser(tx, id, columnsOf(changes, passwordHash));
    if (changes.departments) await setDepartments(tx, id, changes.departments);
    if (passwordHash !== undefined || changes.is_active === false) await deleteSessionsOfUser(tx, id, null);
    announceUsers(tx);
  }).catch(refuseTakenEmail);
}

/** A new password by an administrator or the command line; ends all of the user's sessions. */
export async function setPassword(ctx: Context, id: string, password: string): Promise<void> {
  await changeUser(ctx, id, { password });
}

export async function listUsers(ctx: Context): Promise<UserRecord[]> {
  requirePermission(ctx, 'settings:read');
  return await selectUsers(ctx);
}

/** Users as the lists of the tenant show them, without a check: for the cache that lists are read from. */
export async function usersOfTenant(scope: Pick<Context, 'tenantId' | 'db'>): Promise<UserRecord[]> {
  return await selectUsers(scope);
}

function columnsOf(changes: UserChanges, passwordHash: string | undefined): UserChange {
  return {
    ...(changes.name !== undefined && { name: changes.name.trim() }),
    ...(changes.email !== undefined && { email: changes.email.trim().toLowerCase() }),
    ...(changes.role !== undefined && { role: changes.role }),
    ...(changes.is_active !== undefined && { is_active: changes.is_active }),
    ...(passwordHash !== undefined && { password_hash: passwordHash }),
  };
}

async function requireFreeEmail(ctx: Context, id: string, email: string | undefined): Promise<void> {
  if (email === undefined) return;
  const holder = await selectUserByEmail(ctx, email.trim().toLowerCase());
  if (holder && holder.id !== id) throw emailTaken();
}

// Two who take one address at the same moment: the unique constraint decides (SQLSTATE 23505).
function refuseTakenEmail(error: unknown): never {
  const isTaken = error instanceof Error && 'code' in error && error.code === '23505';
  throw isTaken ? emailTaken(error) : error;
}

function emailTaken(cause?: unknown): Problem {
  const fields = [{ field: 'email', code: 'email_taken' as const }];
  return new Problem('conflict', 'email_taken', { fields, cause });
}

async function setDepartments(ctx: Context, userId: string, departments: readonly string[]): Promise<void> {
  const wanted = [...new Set(departments)];
  const known = await replaceDepartments(ctx, userId, wanted);
  if (known !== wanted.length) throw badFields([{ field: 'departments', code: 'unknown_value' }]);
}

// Names are in the lists; rights and sessions are kept in caches that hear `settings`.
function announceUsers(ctx: Context): void {
  ctx.announce({ kind: 'settings' });
  ctx.announce({ kind: 'lists' });
}

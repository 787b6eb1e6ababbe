import { type Kysely, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { DB } from '../../database/schema.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

export interface NewSession {
  readonly tokenHash: Buffer;
  readonly userId: string;
  /** The hash that the sign-in was checked against. */
  readonly passwordHash: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** False when the user was deactivated or got a new password while theirs was being checked. */
export async function insertSession({ tenantId, db }: Scope, session: NewSession): Promise<boolean> {
  const { tokenHash, userId, passwordHash, now, expiresAt } = session;
  const { rows } = await sql`
    insert into sessions (tenant_id, token_hash, user_id, created_at, seen_at, expires_at)
    select tenant_id, ${tokenHash}::bytea, id, ${now}::timestamptz, ${now}::timestamptz, ${expiresAt}::timestamptz
    from users
    where tenant_id = ${tenantId} and id = ${userId} and is_active and password_hash = ${passwordHash}
    returning user_id`.execute(db);
  return rows.length === 1;
}

/** The session and its user, when neither has ended. */
export async function selectLiveSession({ tenantId, db }: Scope, tokenHash: Buffer, now: Date) {
  return await db
    .selectFrom('sessions as s')
    .innerJoin('users as u', (join) =>
      join.onRef('u.tenant_id', '=', 's.tenant_id').onRef('u.id', '=', 's.user_id'),
    )
    .select(['s.user_id', 'u.role', 's.seen_at', 's.expires_at'])
    .where('s.tenant_id', '=', tenantId)
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .where('u.is_active', '=', true)
    .executeTakeFirst();
}

export async function prolongSession(
  { tenantId, db }: Scope,
  tokenHash: Buffer,
  seenAt: Date,
  expiresAt: Date,
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ seen_at: seenAt, expires_at: expiresAt })
    .where('tenant_id', '=', tenantId)
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function deleteSession({ tenantId, db }: Scope, tokenHash: Buffer): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where('tenant_id', '=', tenantId)
    .where('token_hash', '=', tokenHash)
    .execute();
}

/** All of a user's sessions, but for the one that is `kept`. */
export async function deleteSessionsOfUser(
  { tenantId, db }: Scope,
  userId: string,
  kept: Buffer | null,
): Promise<void> {
  let query = db.deleteFrom('sessions').where('tenant_id', '=', tenantId).where('user_id', '=', userId);
  if (kept) query = query.where('token_hash', '<>', kept);
  await query.execute();
}

/** Ended sessions and past windows of failures, of the named tenants. */
export async function deleteEnded(db: Kysely<DB>, tenantIds: readonly string[], now: Date): Promise<number> {
  const sessions = await sql`delete from sessions
    where tenant_id = any(${tenantIds}::uuid[]) and expires_at < ${now}`.execute(db);
  await sql`delete from sign_in_failures
    where tenant_id = any(${tenantIds}::uuid[]) and window_ends_at < ${now}`.execute(db);
  return Number(sessions.numAffectedRows ?? 0);
}

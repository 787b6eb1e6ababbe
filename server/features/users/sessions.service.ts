import { createHash, randomBytes } from 'node:crypto';
import { wireIdOf } from '../../../shared/id.ts';
import { permissionsOfRole, type Role } from '../../../shared/permissions.ts';
import type { Session } from '../../../shared/users.ts';
import { type Actor, type Context, inTransaction } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import { Problem } from '../../problem.ts';
import { Remembered } from '../../remembered.ts';
import { readTenant } from '../tenants/tenants.service.ts';
import { hashPassword, isPassword } from './passwords.ts';
import {
  deleteEnded,
  deleteSession,
  deleteSessionsOfUser,
  insertSession,
  prolongSession,
  selectLiveSession,
} from './sessions.sql.ts';
import { userShown } from './shown.ts';
import { countAttempt, forgiveAttempt } from './sign-in-failures.sql.ts';
import { isOwnAddress, mostFailures, subjectsOf, windowMinutes } from './sign-in-throttle.ts';
import { selectUserByEmail, selectUserById, updateUser } from './users.sql.ts';

/** A session ends this long after it was last seen. */
export const sessionDays = 14;
const sessionMs = sessionDays * 24 * 3_600_000;
/** `seen_at` is written at most this often. */
const seenEveryMs = 10 * 60_000;
const keepMs = 30_000;
const mostKept = 20_000;
const tokenForm = /^[\w-]{43}$/;

type UserActor = Extract<Actor, { kind: 'user' }>;

export interface SignedIn {
  readonly actor: UserActor;
  /** The cookie's value; only its SHA-256 is stored. */
  readonly token: string;
}

/**
 * Signs a user in. Problems: unauthenticated `wrong_password` for any mismatch, too_many (with Retry-After) after 10 failures
 * of an address with an e-mail or 50 of an address within 15 minutes.
 */
export async function signIn(
  ctx: Context,
  given: { email: string; password: string; address: string },
): Promise<SignedIn> {
  const email = given.email.trim().toLowerCase();
  const user = await checkedUser(ctx, email, given.address, async () => {
    const found = await selectUserByEmail(ctx, email);
    const isRight = await isPassword(found?.is_active ? found.password_hash : null, given.password);
    return isRight ? found : undefined;
  });
  const token = randomBytes(32).toString('base64url');
  const now = ctx.now();
  const isOpened =
    user?.password_hash &&
    (await insertSession(ctx, {
      tokenHash: hashOf(token),
      userId: user.id,
      passwordHash: user.password_hash,
      now,
      expiresAt: new Date(now.getTime() + sessionMs),
    }));
  if (!user || !isOpened) throw new Problem('unauthenticated', 'wrong_password');
  return { actor: { kind: 'user', id: user.id, role: user.role as Role }, token };
}

/** Counts the attempt first and takes it back after a success. */
async function checkedUser<T>(
  ctx: Context,
  email: string,
  address: string,
  check: () => Promise<T | undefined>,
) {
  const subjects = subjectsOf(email, address);
  const now = ctx.now();
  const windowEndsAt = new Date(now.getTime() + windowMinutes * 60_000);
  const counts = await countAttempt(ctx, [subjects.address, subjects.pair], now, windowEndsAt);
  for (const { subject, failures, window_ends_at } of counts) {
    const isPair = subject === subjects.pair;
    if (!isPair && isOwnAddress(address)) continue;
    if (failures <= (isPair ? mostFailures.pair : mostFailures.address)) continue;
    const seconds = Math.max(1, Math.ceil((window_ends_at.getTime() - now.getTime()) / 1000));
    throw new Problem('too_many', 'too_many_requests', { headers: { 'retry-after': String(seconds) } });
  }
  const checked = await check();
  if (checked !== undefined) await forgiveAttempt(ctx, subjects.pair, subjects.address);
  return checked;
}

/** Ends one session at once. */
export async function signOut(ctx: Context, token: string): Promise<void> {
  await deleteSession(ctx, hashOf(token));
  ctx.announce({ kind: 'access' });
}

/** The user behind ctx; throws sign_in_required when it is none, or no longer there. */
export async function readOwnUser(ctx: Context) {
  const user = ctx.actor.kind === 'user' ? await selectUserById(ctx, ctx.actor.id) : undefined;
  if (!user) throw new Problem('unauthenticated', 'sign_in_required');
  return user;
}

/** Changes my password and ends my sessions but for `token`'s. Problems: `wrong_password` of field `current`, too_many. */
export async function changeOwnPassword(
  ctx: Context,
  given: { current: string; next: string; address: string; token: string },
): Promise<void> {
  const user = await readOwnUser(ctx);
  const isRight = await checkedUser(ctx, user.email, given.address, async () =>
    (await isPassword(user.password_hash, given.current)) ? true : undefined,
  );
  if (!isRight) {
    const fields = [{ field: 'current', code: 'wrong_password' as const }];
    throw new Problem('bad_request', 'wrong_password', { fields });
  }
  const passwordHash = await hashPassword(given.next);
  await inTransaction(ctx, async (tx) => {
    await updateUser(tx, user.id, { password_hash: passwordHash });
    await deleteSessionsOfUser(tx, user.id, hashOf(given.token));
    tx.announce({ kind: 'access' });
  });
}

/** Who is signed in and what they may do. */
export async function readOwnSession(ctx: Context): Promise<Session> {
  const [user, tenant] = await Promise.all([readOwnUser(ctx), readTenant(ctx.db, ctx.tenantId)]);
  const { id, name, email, role, language } = userShown(user);
  return {
    user: { id, name, email, role, language },
    tenant: {
      id: wireIdOf(tenant.tenantId),
      name: tenant.name,
      language: tenant.language,
      timezone: tenant.timezone,
    },
    permissions: [...permissionsOfRole[role]],
  };
}

export async function changeOwnLanguage(ctx: Context, language: 'he' | 'en'): Promise<void> {
  const user = await readOwnUser(ctx);
  await updateUser(ctx, user.id, { language });
}

/** Deletes ended sessions and past failure windows of these tenants; answers how many sessions. */
export async function sweepSessions(
  db: Context['db'],
  tenantIds: readonly string[],
  now: Date,
): Promise<number> {
  return await deleteEnded(db, tenantIds, now);
}

export interface SessionKeeper {
  /** The user of a session's cookie value; null when it has ended, or the user may not sign in. */
  userOfSession(tenantId: string, token: string): Promise<UserActor | null>;
}

/** Keeps sessions in memory for 30 seconds at most; a change of `settings` or `access` on any process is heard at once. */
export function makeSessionKeeper(deps: {
  db: Context['db'];
  subscribe: Subscribe;
  now?: () => number;
}): SessionKeeper {
  const now = deps.now ?? Date.now;
  const load = async (key: string) => {
    const [tenantId = '', hash = ''] = key.split(' ');
    return await readSession({ tenantId, db: deps.db }, Buffer.from(hash, 'base64'), new Date(now()));
  };
  const known = new Remembered({ load, keepMs, most: mostKept, now });
  deps.subscribe(({ tenantId, change }) => {
    if (tenantId === '*') known.forgetAll();
    else if (['settings', 'access'].includes(change.kind)) known.forgetStarting(`${tenantId} `);
  });
  return {
    async userOfSession(tenantId, token) {
      if (!tokenForm.test(token)) return null;
      const key = `${tenantId} ${hashOf(token).toString('base64')}`;
      const session = await known.get(key);
      if (session === null) known.forget(key);
      return session && session.expiresAtMs > now() ? session.actor : null;
    },
  };
}

async function readSession(scope: Pick<Context, 'tenantId' | 'db'>, hash: Buffer, now: Date) {
  const row = await selectLiveSession(scope, hash, now);
  if (!row) return null;
  let expiresAt = row.expires_at;
  if (now.getTime() - row.seen_at.getTime() >= seenEveryMs) {
    expiresAt = new Date(now.getTime() + sessionMs);
    await prolongSession(scope, hash, now, expiresAt);
  }
  const actor = { kind: 'user' as const, id: row.user_id, role: row.role as Role };
  return { actor, expiresAtMs: expiresAt.getTime() };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

import { hash } from '@node-rs/argon2';
import type { Role } from '../../shared/permissions.ts';
import type { Context } from '../context.ts';
import { newId } from '../database/uuid.ts';
import { insertUser } from '../features/users/users.sql.ts';

export const testPassword = 'correct horse battery';

// argon2id as ever, at the least cost: tests make users by the thousand, and nobody guesses at their password.
const hashed = hash(testPassword, { memoryCost: 8, timeCost: 1, parallelism: 1 });

/** A person of the tenant who can sign in with the tests' password. */
export async function addTestUser(
  ctx: Context,
  given: { name: string; email: string; role: Role },
): Promise<{ id: string }> {
  const user = {
    ...given,
    id: newId(),
    password_hash: await hashed,
    language: null,
    created_at: ctx.now(),
  };
  if (!(await insertUser(ctx, user))) throw new Error(`${given.email} is taken`);
  for (const kind of ['settings', 'lists'] as const) ctx.announce({ kind });
  return { id: user.id };
}

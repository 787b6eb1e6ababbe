import type { AnswerOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { listUserPhones, readMyPhone } from '../../../shared/phone-connections.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { phoneOf } from '../accounts/accounts.service.ts';
import { selectConnections } from './connections.sql.ts';
import { canDial } from './connections.ts';
import { ownersOf, replaceUserPhones, selectUserPhones } from './user-phones.sql.ts';

export async function listUserPhonesOf(ctx: Context): Promise<AnswerOf<typeof listUserPhones>> {
  requirePermission(ctx, 'settings:read');
  const byUser = Map.groupBy(await selectUserPhones(ctx), (row) => row.user_id);
  return {
    items: [...byUser].map(([id, rows]) => ({
      user_id: wireIdOf(id),
      phones: rows.map(({ shown }) => shown),
    })),
  };
}

/** Sets how exchanges name a user. Problems: not_found, conflict `extension_taken`. */
export async function changeUserPhonesOf(
  ctx: Context,
  userId: string,
  phones: readonly string[],
): Promise<void> {
  requirePermission(ctx, 'settings:write');
  const lists = await ctx.lists.of(ctx.tenantId);
  if (!lists.users.has(userId)) throw new Problem('not_found', 'not_found');
  const named = new Map(
    phones.map((shown) => [nameOf(shown, lists.phoneRegion), { shown: shown.trim() }] as const),
  );
  await inTransaction(ctx, async (tx) => {
    const rows = [...named].map(([value, { shown }]) => ({ value, shown }));
    if (!(await replaceUserPhones(tx, userId, rows))) throw new Problem('conflict', 'extension_taken');
    tx.announce({ kind: 'settings' });
  });
}

/** One spelling: of a full phone number its normal form, of anything else small letters. */
function nameOf(text: string, region: string): string {
  const number = /^[+\d\s()./-]+$/.test(text.trim()) ? phoneOf(text, region) : null;
  return number?.value ?? text.trim().toLowerCase();
}

/** The users that an exchange means by these, in order: by extension, number or login, else by e-mail or name. */
export async function usersNamed(ctx: Context, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { users, phoneRegion } = await ctx.lists.of(ctx.tenantId);
  const values = names.map((name) => nameOf(name, phoneRegion));
  const owners = await ownersOf(ctx, values);
  const byName = (value: string) => {
    const named = [...users.values()].filter(
      (user) => user.email === value || user.name.trim().toLowerCase() === value,
    );
    return named.length === 1 ? named[0]?.id : undefined;
  };
  return [...new Set(values.flatMap((value) => owners.get(value) ?? byName(value) ?? []))];
}

export async function readMyPhoneOf(ctx: Context): Promise<AnswerOf<typeof readMyPhone>> {
  if (ctx.actor.kind !== 'user') return { phones: [], can_dial: false };
  const [phones, connections] = await Promise.all([
    selectUserPhones(ctx, ctx.actor.id),
    selectConnections(ctx),
  ]);
  return {
    phones: phones.map(({ shown }) => shown),
    can_dial: phones.length > 0 && connections.some((connection) => canDial(connection)),
  };
}

import type { ReplyTarget } from '../../../shared/messages.ts';
import type { Context } from '../../context.ts';
import { deleteBounced, selectBounced, upsertBounced } from './bounced.sql.ts';

// What became of replies to an address, whoever's it is; written by the features above in their own transactions.

/** A reply to it came back. */
export async function flagAddress(ctx: Context, address: string, at: Date, said: string): Promise<void> {
  await upsertBounced(ctx, address.toLowerCase(), at, said);
}

/** Replies to them were accepted. */
export async function clearAddresses(ctx: Context, addresses: readonly string[]): Promise<void> {
  await deleteBounced(
    ctx,
    addresses.map((address) => address.toLowerCase()),
  );
}

export async function bouncedOf(ctx: Context, address: string): Promise<ReplyTarget['bounced']> {
  const found = await selectBounced(ctx, address.toLowerCase());
  return found ? { at: found.at.toISOString(), said: found.said } : null;
}

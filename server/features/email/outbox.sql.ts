import { sql } from 'kysely';
import type { Context } from '../../context.ts';

/**
 * Takes a queued message whose time has come for one attempt, until `until`; null when there is nothing to take. Whoever had it before
 * and ended without a word may have sent it.
 */
export async function claimDelivery(
  ctx: Context,
  messageId: string,
  until: Date,
): Promise<{ attempts: number } | null> {
  // Clocks of job queue and process differ a little.
  const soon = new Date(ctx.now().getTime() + 5000);
  const claimed = await ctx.db
    .updateTable('deliveries')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      next_attempt_at: until,
      claimed_until: until,
      is_uncertain: sql<boolean>`is_uncertain or claimed_until is not null`,
    }))
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .where('state', '=', 'queued')
    .where((eb) => eb.or([eb('next_attempt_at', 'is', null), eb('next_attempt_at', '<=', soon)]))
    .returning('attempts')
    .executeTakeFirst();
  return claimed ?? null;
}

/** Under which address of which mailbox a queued message leaves; undefined when it is not queued. */
export function findSentFrom(ctx: Context, messageId: string) {
  return ctx.db
    .selectFrom('deliveries')
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.tenant_id', '=', 'deliveries.tenant_id')
        .onRef('messages.id', '=', 'deliveries.message_id'),
    )
    .select((eb) => [
      'deliveries.mailbox_id as mailboxId',
      eb.fn.coalesce('from_address', eb.val('')).as('address'),
    ])
    .where('deliveries.tenant_id', '=', ctx.tenantId)
    .where('deliveries.message_id', '=', messageId)
    .where('deliveries.state', '=', 'queued')
    .executeTakeFirst();
}

/** Says why a queued message does not leave. False when it says so already. */
export async function noteWaiting(ctx: Context, messageId: string, why: string): Promise<boolean> {
  const result = await ctx.db
    .updateTable('deliveries')
    .set({ server_answer: why })
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .where('state', '=', 'queued')
    .where('server_answer', 'is distinct from', why)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The installation's key of that name, the same for all processes; `made` becomes it when there is none. */
export async function installationKey(db: Context['db'], name: string, made: Buffer): Promise<Buffer> {
  await db
    .insertInto('installation_keys')
    .values({ name, key: made })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { key } = await db
    .selectFrom('installation_keys')
    .select('key')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return key;
}

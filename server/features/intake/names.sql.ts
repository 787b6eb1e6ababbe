import { sql } from 'kysely';
import type { Context } from '../../context.ts';

// Mails of one conversation that two processes read at once: each bears a Message-ID that the other answers, and neither sees what
// the other has not committed. Whoever writes one claims its names until the commit, before any row is locked.

/**
 * Message-IDs that mails bear, or answer and nobody knew. All are claimed at once, in one order everywhere. Hashes may meet by chance:
 * then two mails wait for each other that have nothing to do with each other.
 */
export async function claimNames(
  db: Context['db'],
  names: readonly { readonly tenantId: string; readonly name: string }[],
): Promise<void> {
  if (names.length === 0) return;
  await sql`/* prepared: claim_names */
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(tenant_id || ' ' || name, 0) as key
      from unnest(${names.map(({ tenantId }) => tenantId)}::text[], ${names.map(({ name }) => name)}::text[]) as named (tenant_id, name)
      order by key
    ) as keys`.execute(db);
}

/**
 * A row of the ledger, locked, once the Message-ID of its mail is claimed: by a statement of its own, which names no table, so that all
 * claims meet in one place also where tables are sharded.
 */
export async function lockRow(
  ctx: Context,
  id: string,
  mailId: string | null,
): Promise<{ readonly id: string; readonly state: string } | undefined> {
  if (mailId !== null) await claimNames(ctx.db, [{ tenantId: ctx.tenantId, name: mailId }]);
  const { rows } = await sql<{ id: string; state: string }>`/* prepared: lock_row */
    select id, state from intake where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(ctx.db);
  return rows[0];
}

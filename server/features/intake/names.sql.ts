import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../context.ts';

// Mails of one conversation that two processes read at once: each bears a Message-ID that the other answers, and neither sees what
// the other has not committed. Whoever writes one claims its names until the commit, before any row is locked.

/** Hashes may meet by chance: then two mails wait for each other that have nothing to do with each other. */
const keyOf = (tenantId: RawBuilder<unknown>, name: RawBuilder<unknown>) =>
  sql`hashtextextended(${tenantId} || ' ' || ${name}, 0)`;

/** Message-IDs that mails bear, or answer and nobody knew. All are claimed at once, in one order everywhere. */
export async function claimNames(
  db: Context['db'],
  names: readonly { readonly tenantId: string; readonly name: string }[],
): Promise<void> {
  if (names.length === 0) return;
  await sql`/* prepared: claim_names */
    select pg_advisory_xact_lock(key) from (
      select distinct ${keyOf(sql`tenant_id`, sql`name`)} as key
      from unnest(${names.map(({ tenantId }) => tenantId)}::text[], ${names.map(({ name }) => name)}::text[]) as named (tenant_id, name)
      order by key
    ) as keys`.execute(db);
}

/** A row of the ledger, locked, once the Message-ID of its mail is claimed. */
export async function lockRow(
  ctx: Context,
  id: string,
  mailId: string | null,
): Promise<{ readonly id: string; readonly state: string } | undefined> {
  const key = keyOf(sql`${ctx.tenantId}::text`, sql`${mailId ?? id}::text`);
  const { rows } = await sql<{ id: string; state: string }>`/* prepared: lock_row */
    with claimed as materialized (select pg_advisory_xact_lock(${key}))
    select id, state from intake, claimed where tenant_id = ${ctx.tenantId} and id = ${id} for update of intake`.execute(
    ctx.db,
  );
  return rows[0];
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';

type Db = Context['db'];

/**
 * Works on one connection whose commits don't wait for the disk: hundreds of small ones in a row, of which none has to be
 * there after a crash of this moment. The connection is as it was before it goes back.
 */
export async function withQuickCommits<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  return await db.connection().execute(async (one) => {
    await sql`set synchronous_commit = off`.execute(one);
    try {
      return await work(one);
    } finally {
      await sql`reset synchronous_commit`.execute(one);
    }
  });
}

/** Columns that the database fills with the present by itself, set to the time that the row tells of. */
export async function settlePast(ctx: Context): Promise<void> {
  const { tenantId, db } = ctx;
  // The first 48 bits of an id are its instant (RFC 9562, 5.7).
  const told = sql`to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)`;
  await sql`update accounts set created_at = ${told}, updated_at = ${told} where tenant_id = ${tenantId}`.execute(
    db,
  );
  await sql`update intake set settled_at = received_at + interval '2 seconds'
    where tenant_id = ${tenantId} and channel = 'email' and state in ('ticket', 'quarantined')`.execute(db);
}

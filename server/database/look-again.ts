import { type Kysely, sql } from 'kysely';
import type { DB } from './schema.ts';

/**
 * Looks, in a transaction, until `look` answers. What it locked before it found that things stand otherwise by now (undefined) is
 * let go, so that nobody holds one row while they wait for another out of order.
 */
export async function lookAgain<T>(db: Kysely<DB>, look: () => Promise<T | undefined>): Promise<T> {
  await sql`savepoint look_again`.execute(db);
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      await sql`release savepoint look_again`.execute(db);
      return found;
    }
    await sql`rollback to savepoint look_again`.execute(db);
  }
}

import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

const mark = /^\/\* prepared: (\w+) \*\/\s/;

/**
 * Marks a statement of a hot path: each connection parses and plans it once. The text must always be the same for a name. For
 * statements that only add rows, or that leave the planner no choice: another's plan would be that of the day when its tables
 * were empty.
 */
export function prepared(name: string, text: string): string {
  return `/* prepared: ${name} */ ${text}`;
}

/** The pool as Kysely sees it: marked statements go to the server by their name. */
export function preparingPool(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const wrapped = known.get(client) ?? preparing(client);
      known.set(client, wrapped);
      return wrapped;
    },
  };
}

function preparing(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: string, values: readonly unknown[] = []) => {
    const name = mark.exec(text)?.[1];
    const plain = { text, values: [...values] };
    return client.query(name === undefined ? plain : { ...plain, name });
  };
  return {
    // Kysely's second form, a cursor, is for streams: they need a package that we don't have.
    query: query as unknown as PostgresPoolClient['query'],
    release: (isBroken) => client.release(isBroken),
  };
}

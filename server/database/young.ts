import type pg from 'pg';

/** pg_restore_attribute_stats came with PostgreSQL 18; older servers learn the same from their first ANALYZE. */
const oldestMajor = 18;

/**
 * Tells the planner what it can't know of tables that nobody has analysed yet: there is one tenant so far, and ids differ. It would
 * take the leading tenant_id of every index for selective, and check foreign keys with whichever index comes first, row by row
 * through all of them, until the first ANALYZE (docs/decisions/young-tables.md). Whatever statistics there are stay.
 */
export async function tellOfYoungTables(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  if ((rows[0]?.version ?? 0) < oldestMajor * 10_000) return;
  await client.query(`
    select pg_restore_attribute_stats('schemaname', 'public', 'relname', relation.relname::text, 'attname', attribute.attname::text,
      'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', told.n_distinct)
    from pg_class as relation
    join pg_attribute as attribute on attribute.attrelid = relation.oid
    join (values ('tenant_id', 1::real), ('id', -1::real)) as told (attname, n_distinct) on told.attname = attribute.attname
    where relation.relnamespace = 'public'::regnamespace and relation.relkind = 'r' and attribute.atttypid = 'uuid'::regtype
      and not exists (
        select from pg_stats
        where schemaname = 'public' and tablename = relation.relname and pg_stats.attname = attribute.attname
      )`);
}

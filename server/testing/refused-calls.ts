import { sql } from 'kysely';
import type { Context } from '../context.ts';

/** From now on the database refuses what is told of calls of this number, with this SQLSTATE; only the first `times`, if given. */
export async function refuseCallsOf(
  db: Context['db'],
  number: string,
  code: string,
  times = 1_000_000,
): Promise<void> {
  const name = `refused_${number.replace(/\D/g, '')}`;
  await sql`create sequence ${sql.ref(name)}`.execute(db);
  // A sequence counts on where its transaction is undone.
  await sql`create function ${sql.ref(name)}() returns trigger language plpgsql as ${sql.lit(`begin
    if nextval('${name}') <= ${times} then raise exception 'refused here' using errcode = '${code}'; end if;
    return new; end`)}`.execute(db);
  await sql`create trigger ${sql.ref(name)} before insert or update on calls for each row
    when (new.party = ${sql.lit(number)}) execute function ${sql.ref(name)}()`.execute(db);
}

export async function refuseNoCallsOf(db: Context['db'], number: string): Promise<void> {
  await sql`drop trigger ${sql.ref(`refused_${number.replace(/\D/g, '')}`)} on calls`.execute(db);
}

import { sql } from 'kysely';
import type { Context } from '../../context.ts';

type Scope = Pick<Context, 'tenantId' | 'db'>;

export interface FailureCount {
  readonly subject: string;
  readonly failures: number;
  readonly window_ends_at: Date;
}

/**
 * Counts one attempt against each subject, opening a new window where the last one has passed. Counted before the password
 * is checked, so that attempts sent all at once are counted too. Rows are locked in the order of `subjects`.
 */
export async function countAttempt(
  { tenantId, db }: Scope,
  subjects: readonly string[],
  now: Date,
  windowEndsAt: Date,
): Promise<FailureCount[]> {
  const { rows } = await sql<FailureCount>`
    insert into sign_in_failures as f (tenant_id, subject, failures, window_ends_at)
    select ${tenantId}::uuid, subject, 1, ${windowEndsAt}::timestamptz from unnest(${subjects}::text[]) as subject
    on conflict (tenant_id, subject) do update set
      failures = case when f.window_ends_at <= ${now}::timestamptz then 1 else least(f.failures, 1000000) + 1 end,
      window_ends_at = case when f.window_ends_at <= ${now}::timestamptz then excluded.window_ends_at else f.window_ends_at end
    returning subject, failures, window_ends_at`.execute(db);
  return rows;
}

/** Takes the attempt back after a success: the pair starts anew, the address is only given back the one attempt. */
export async function forgiveAttempt({ tenantId, db }: Scope, pair: string, address: string): Promise<void> {
  await db
    .deleteFrom('sign_in_failures')
    .where('tenant_id', '=', tenantId)
    .where('subject', '=', pair)
    .execute();
  await sql`update sign_in_failures set failures = greatest(failures - 1, 0)
    where tenant_id = ${tenantId} and subject = ${address}`.execute(db);
}

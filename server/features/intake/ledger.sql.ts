import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { firstIdAt } from '../../database/uuid.ts';
import { isReply } from './count.sql.ts';

/** What came again before the first was read had no title to copy yet. */
const shownTitle = sql<string | null>`coalesce(intake.title, (select first.title from intake as first
  where first.tenant_id = intake.tenant_id and first.id = intake.duplicate_of))`;

function selectIntake(ctx: Context) {
  return ctx.db
    .selectFrom('intake')
    .select([
      'intake.id',
      'intake.channel',
      'intake.source',
      'intake.state',
      'intake.received_at',
      'intake.settled_at',
      'intake.sender',
      'intake.raw_bytes',
      'intake.raw_sha256',
      'intake.media_type',
      'intake.envelope',
      'intake.duplicate_of',
      'intake.reason',
      'intake.error',
      'intake.attempts',
    ])
    .select(({ selectFrom }) =>
      selectFrom('tickets')
        .select('tickets.number')
        .whereRef('tickets.tenant_id', '=', 'intake.tenant_id')
        .whereRef('tickets.id', '=', 'intake.ticket_id')
        .as('ticket_number'),
    )
    .select(shownTitle.as('title'))
    .where('intake.tenant_id', '=', ctx.tenantId);
}

export type IntakeRecord = Awaited<ReturnType<typeof listRows>>[number];

const dayMs = 24 * 3_600_000;

export interface RowFilter {
  readonly state?: string | undefined;
  readonly channel?: string | undefined;
  readonly since?: Date | undefined;
  readonly isReply?: boolean | undefined;
  readonly mailbox?: string | undefined;
  readonly day?: { readonly date: string; readonly timezone: string } | undefined;
}

/** Newest first, before the key (id). */
export function listRows(ctx: Context, filter: RowFilter, before: string | null, limit: number) {
  let query = selectIntake(ctx).orderBy('intake.id', 'desc').limit(limit);
  if (filter.state !== undefined) query = query.where('intake.state', '=', filter.state);
  if (filter.channel !== undefined) query = query.where('intake.channel', '=', filter.channel);
  if (filter.since !== undefined) query = query.where('intake.id', '>=', firstIdAt(filter.since));
  if (filter.isReply !== undefined) {
    query = query.where('intake.state', '=', 'ticket').where(sql<boolean>`${isReply} = ${filter.isReply}`);
  }
  if (filter.mailbox !== undefined)
    query = query.where('intake.channel', '=', 'email').where('intake.source', '=', filter.mailbox);
  if (filter.day !== undefined) {
    const { date, timezone } = filter.day;
    query = query
      // Nothing is in the ledger before it came; a day is as long as its time zone makes it.
      .where('intake.id', '>=', firstIdAt(new Date(Date.parse(date) - dayMs)))
      .where(
        sql<boolean>`intake.received_at >= ${date}::date::timestamp at time zone ${timezone}
          and intake.received_at < (${date}::date + 1)::timestamp at time zone ${timezone}`,
      );
  }
  if (before !== null) query = query.where('intake.id', '<', before);
  return query.execute();
}

export function findRow(ctx: Context, id: string) {
  return selectIntake(ctx).where('intake.id', '=', id).executeTakeFirst();
}

/** Names of what the rows came by: mailboxes, exchanges, API clients, users. */
export async function sourceNames(ctx: Context, sources: readonly string[]): Promise<Map<string, string>> {
  const ids = sources.filter((source) => /^[0-9a-f-]{36}$/.test(source));
  const named = await sql<{ id: string; name: string }>`
    select id::text, name from mailboxes where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])
    union all select id::text, name from phone_connections where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])
    union all select id::text, name from api_clients where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])
    union all select id::text, name from users where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(named.rows.map((row) => [row.id, row.name]));
}

import { sql } from 'kysely';
import { actorText, type Context } from '../../context.ts';
import { newId } from '../../database/uuid.ts';

export interface NewEvent {
  readonly ticketId: string;
  readonly kind: string;
  readonly detail: Record<string, unknown>;
}

/** Writes history lines in the caller's transaction; answers their ids in the same order. */
export async function insertEvents(ctx: Context, events: readonly NewEvent[]): Promise<string[]> {
  const at = ctx.now();
  const rows = events.map((event) => ({
    tenant_id: ctx.tenantId,
    ticket_id: event.ticketId,
    id: newId(),
    kind: event.kind,
    actor: actorText(ctx.actor),
    at,
    detail: JSON.stringify(event.detail),
  }));
  if (rows.length > 0) await ctx.db.insertInto('events').values(rows).execute();
  return rows.map((row) => row.id);
}

/** Newest first, before the key (id). */
export function eventsBefore(ctx: Context, ticketId: string, before: string | null, limit: number) {
  let query = ctx.db
    .selectFrom('events')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .orderBy('id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('id', '<', before);
  return query.execute();
}

/** Oldest first, after the key (id). */
export function eventsAfter(ctx: Context, ticketId: string, after: string | null, limit: number) {
  let query = ctx.db
    .selectFrom('events')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .limit(limit);
  if (after !== null) query = query.where('id', '>', after);
  return query.execute();
}

/** Lines of these kinds after the key (id). */
export function changesAfter(ctx: Context, ticketId: string, after: string, kinds: readonly string[]) {
  return ctx.db
    .selectFrom('events')
    .select(['id', 'kind', 'detail'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('id', '>', after)
    .where('kind', 'in', [...kinds])
    .execute();
}

/** Newest first. */
export function findEvents(ctx: Context, ticketId: string, ids: readonly string[]) {
  return ctx.db
    .selectFrom('events')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('id', 'in', [...ids])
    .orderBy('id', 'desc')
    .execute();
}

/** Names of the actors of history and messages ("user:<id>", "client:<id>", "account:<id>"), for show. */
export async function actorNames(ctx: Context, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = (kind: string) =>
    [...new Set(actors)]
      .filter((actor) => actor.startsWith(`${kind}:`))
      .map((actor) => actor.slice(kind.length + 1));
  const clients = ids('client');
  const accounts = ids('account');
  const named = await sql<{ actor: string; name: string }>`
    select 'client:' || id as actor, name from api_clients where tenant_id = ${ctx.tenantId} and id = any(${clients}::uuid[])
    union all
    select 'account:' || id, name from accounts where tenant_id = ${ctx.tenantId} and id = any(${accounts}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(named.rows.map((row) => [row.actor, row.name]));
}
